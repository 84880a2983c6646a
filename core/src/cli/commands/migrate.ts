import { idOf } from '../../kernel/database/migration.js';
import { migrateDeployment, pendingOf } from '../../deployment/migrate-deployment.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addMigrate: AddCommand = (program, run) => {
  program.command('migrate')
    .description('Brings the database to where the modules want it.')
    .option('--pending', 'only tell what would be applied; exit code 1 where there is something')
    .action(run<[{ readonly pending?: boolean }]>(async (ctx, { pending }) => {
      const deployment = await ctx.deployment();
      const database = await openDeploymentDatabase(ctx.environment(deployment), ctx.output.progress);
      try {
        if (pending) {
          const ids = (await pendingOf(deployment, database.owner)).map(idOf);
          ctx.output.answer({ pending: ids }, ids.length > 0 ? ids.join('\n') : 'Nothing is pending.');
          return ids.length > 0 ? EXIT.problems : EXIT.fine;
        }
        const applied = (await migrateDeployment(deployment, database, ctx.output.progress)).map(idOf);
        ctx.output.answer({ applied }, applied.length > 0 ? `Applied ${applied.length === 1 ? '1 migration' : `${applied.length} migrations`}.` : 'The database is up to date.');
        return EXIT.fine;
      } finally {
        await database.stop();
      }
    }));
};
