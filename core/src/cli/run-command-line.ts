import pkg from '../../package.json' with { type: 'json' };
import type { AddCommand } from './command.js';
import { processStreams } from './output.js';

/**
 * The `kinga` command line as a program: runs it and ends the process with its exit code.
 *
 * @param more further commands
 */
export async function runCommandLine(words: readonly string[], more: readonly AddCommand[] = []): Promise<void> {
  // Loaded here, so that a module which imports core does not pay for the command line.
  const { runProgram } = await import('./program.js');
  try {
    process.exitCode = await runProgram(words, { version: pkg.version, cwd: process.cwd(), streams: processStreams, more });
  } catch (error) {
    process.stderr.write(`Kinga met a fault of its own. Please report it with the lines below.\n${error instanceof Error ? error.stack : String(error)}\n`);
    // What a fault leaves behind may keep the process alive.
    process.exit(1);
  }
}
