import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readEnvironment } from '../../deployment/environment.js';
import { findConfig } from '../../deployment/find-config.js';
import { loadDeployment } from '../../deployment/load-deployment.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { problemsOf } from '../../deployment/problems.js';
import { watchedPaths, watchPaths } from '../../deployment/watch.js';
import type { AddCommand, CommandContext } from '../command.js';
import { EXIT } from '../output.js';
import { stopRequest } from '../stop-signals.js';

export const addDev: AddCommand = (program, run) => {
  program.command('dev')
    .description('Starts the deployment; on every change builds (where there is a tsconfig.json) and starts it again.')
    .action(run(async (ctx) => {
      const configFile = findConfig(ctx.cwd, ctx.config);
      const { asked } = stopRequest(ctx.output.progress);
      // A use of the embedded database of our own: it then runs on while the platform starts again.
      const database = await openDeploymentDatabase(readEnvironment(dirname(configFile)), ctx.output.progress);
      const platform = restartable(configFile);
      const turns = { last: Promise.resolve() };
      const renew = async (): Promise<void> => {
        if (await build(dirname(configFile))) await platform.restart();
        else ctx.output.progress.step('The build failed. Mend it and save; until then nothing is started anew.');
      };
      const stopWatching = watchPaths(await pathsOf(configFile, ctx), () => {
        ctx.output.progress.step('Something changed.');
        turns.last = turns.last.then(renew);
      });
      turns.last = renew();
      await asked;
      stopWatching();
      await turns.last;
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
    ctx.output.progress.step(`Until the deployment starts, only ${configFile} is watched; run kinga dev again after other changes.`);
    return [configFile];
  }
}

/** A whole build of changed files takes a second; its own watcher notices changes much later. */
async function build(dir: string): Promise<boolean> {
  if (!existsSync(join(dir, 'tsconfig.json'))) return true;
  const tsc = join(dirname(createRequire(join(dir, 'package.json')).resolve('typescript/package.json')), 'bin', 'tsc');
  const child = spawn(process.execPath, [tsc, '-b'], { cwd: dir, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

/** `kinga start` in a process of its own, since a platform's schema is built once per process. */
function restartable(configFile: string): { restart(): Promise<void>; stop(): Promise<void> } {
  const running: { child?: ChildProcess } = {};
  const stop = async (): Promise<void> => {
    const { child } = running;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const restart = async (): Promise<void> => {
    await stop();
    running.child = spawn(process.execPath, [process.argv[1] ?? '', 'start', '--config', configFile], { stdio: 'inherit' });
  };
  return { restart, stop };
}
