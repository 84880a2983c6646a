import { startDeployment } from '../../deployment/start-deployment.js';
import { printWelcome, welcomeOf } from '../../deployment/welcome.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { stopRequest } from '../stop-signals.js';

/** Requests and jobs are given 20 seconds at most. */
const LONGEST_STOP_MS = 25_000;

export const addStart: AddCommand = (program, run) => {
  program.command('start')
    .description('Migrates and seeds the embedded database where needed, and answers GraphQL.')
    .addHelpText('after', '\nEnvironment: PORT (4000), HOST (127.0.0.1), DATABASE_URL (the embedded PostgreSQL), KINGA_DATA (.kinga), KINGA_KEYS (in production), KINGA_GRACE_SECONDS (5 in production), NODE_ENV, LOG_LEVEL.')
    .action(run(async (ctx) => {
      const { signal, asked } = stopRequest(ctx.output.progress);
      const deployment = await ctx.deployment();
      const started = await startDeployment({ deployment, environment: ctx.environment(deployment), progress: ctx.output.progress, signal });
      const welcome = await welcomeOf(started);
      ctx.output.answer(welcome, `\n${printWelcome(welcome)}`);
      await asked;
      // What is held beyond this was handed back, and is safe to be cut off.
      setTimeout(() => process.exit(EXIT.fine), LONGEST_STOP_MS + (started.environment.graceMs ?? 0)).unref();
      await started.stop();
      return EXIT.fine;
    }));
};
