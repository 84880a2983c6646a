import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { deliveriesGivenUp, retryDeliveries } from '../../kernel/jobs/given-up.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { table } from '../table.js';

export const addDeliveries: AddCommand = (program, run) => {
  program.command('deliveries')
    .argument('[ids...]', 'which to try again, with --retry; all where left out')
    .option('--retry', 'have them delivered again')
    .description('Lists deliveries of events that were given up (dead letters). Jobs that were given up are tried again by the mutation jobRetry.')
    .action(run<[readonly string[], { readonly retry?: boolean }]>(async (ctx, ids, { retry }) => {
      const deployment = await ctx.deployment();
      const database = await openDeploymentDatabase(ctx.environment(deployment), ctx.output.progress);
      try {
        if (retry) {
          const count = await retryDeliveries(database.pool, ids.length > 0 ? ids : undefined);
          ctx.output.answer({ retried: count }, `${count === 1 ? '1 delivery is' : `${count} deliveries are`} tried again.`);
          return EXIT.fine;
        }
        const found = await deliveriesGivenUp(database.pool);
        ctx.output.answer({ givenUp: found }, found.length > 0 ? table(found.map((each) => ({ ...each }))) : 'None was given up.');
        return EXIT.fine;
      } finally {
        await database.stop();
      }
    }));
};
