import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { problemsOf } from '../../deployment/problems.js';
import { watchedPaths, watchPaths } from '../../deployment/watch.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { findConfig } from '../../deployment/find-config.js';
import { readEnvironment } from '../../deployment/environment.js';
import { loadDeployment } from '../../deployment/load-deployment.js';
import type { AddCommand, CommandContext } from '../command.js';
import { EXIT } from '../output.js';
import { askedToStop } from '../stop-signals.js';

export const addDev: AddCommand = (program, run) => {
  program.command('dev')
    .description('Starts the deployment, builds on every change (where there is a tsconfig.json) and starts it again.')
    .action(run(async (ctx) => {
      const configFile = findConfig(ctx.cwd, ctx.config);
      const asked = askedToStop();
      const environment = readEnvironment(dirname(configFile));
      // A use of the embedded database of our own: it then runs on while the platform starts again.
      const database = await openDeploymentDatabase(environment, ctx.output.progress);
      const builder = startBuilder(dirname(configFile));
      const platform = restartable(configFile);
      const stopWatching = watchPaths(await pathsOf(configFile, ctx), () => {
        ctx.output.progress.step('Something changed: starting again.');
        void platform.restart();
      });
      await platform.restart();
      await asked;
      stopWatching();
      builder?.kill();
      await platform.stop();
      await database.stop();
      return EXIT.fine;
    }));
};

/** A plan that is not clean is told by the platform itself; until it is mended the configuration alone is watched. */
async function pathsOf(configFile: string, ctx: CommandContext): Promise<readonly string[]> {
  try {
    return watchedPaths(await loadDeployment(configFile));
  } catch (error) {
    if (!problemsOf(error)) throw error;
    ctx.output.progress.step('The deployment does not start yet; after a change of what it lists, run kinga dev again.');
    return [configFile];
  }
}

function startBuilder(dir: string): ChildProcess | undefined {
  if (!existsSync(join(dir, 'tsconfig.json'))) return undefined;
  const tsc = join(dirname(createRequire(join(dir, 'package.json')).resolve('typescript/package.json')), 'bin', 'tsc');
  return spawn(process.execPath, [tsc, '-b', '--watch', '--preserveWatchOutput'], { cwd: dir, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** `kinga start` in a process of its own, since a platform's schema is built once per process. */
function restartable(configFile: string): { restart(): Promise<void>; stop(): Promise<void> } {
  let child: ChildProcess | undefined;
  let turn: Promise<void> = Promise.resolve();
  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGTERM');
    await once(running, 'exit');
  };
  const restart = async (): Promise<void> => {
    await stop();
    child = spawn(process.execPath, [process.argv[1] ?? '', 'start', '--config', configFile], { stdio: 'inherit' });
  };
  return { restart: () => (turn = turn.then(restart)), stop: () => turn.then(stop) };
}
