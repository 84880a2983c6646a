import type { Command } from 'commander';
import { problemsOf } from '../deployment/problems.js';
import { findConfig } from '../deployment/find-config.js';
import { loadDeployment, type Deployment } from '../deployment/load-deployment.js';
import { readEnvironment, type Environment } from '../deployment/environment.js';
import { EXIT, outputTo, type Output, type Streams } from './output.js';

/** What every command is given. */
export interface CommandContext {
  readonly output: Output;
  /** Folder in which somebody typed the command. */
  readonly cwd: string;
  /** `--config`, where given. */
  readonly config: string | undefined;
  /** The deployment that was named or that somebody stands in. */
  deployment(): Promise<Deployment>;
  environment(deployment: Deployment): Environment;
}

/** Adds one command to the command line. */
export type AddCommand = (program: Command, run: Run) => void;

/** Does a command's work, tells what went wrong and sets the exit code. */
export type Run = <A extends readonly unknown[]>(work: (ctx: CommandContext, ...args: A) => Promise<number>) => (this: Command, ...args: unknown[]) => Promise<void>;

/**
 * Ties commands to where their words go.
 *
 * @param exit is given the exit code of the command
 */
export function runner(streams: Streams, exit: (code: number) => void, cwd: string): Run {
  return (work) =>
    async function run(this: Command, ...args) {
      const { json = false, config } = this.optsWithGlobals<{ json?: boolean; config?: string }>();
      const output = outputTo(streams, json);
      const ctx: CommandContext = {
        output, cwd, config,
        deployment: async () => loadDeployment(findConfig(cwd, config)),
        environment: (deployment) => readEnvironment(deployment.dir),
      };
      try {
        exit(await work(ctx, ...(args.slice(0, -1) as never)));
      } catch (error) {
        if (isAbort(error)) return exit(EXIT.fine);
        const problems = problemsOf(error);
        if (!problems) throw error;
        output.problems(problems);
        exit(EXIT.problems);
      }
    };
}

/** Somebody pressed Ctrl-C while something was being opened; it has been closed again. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
