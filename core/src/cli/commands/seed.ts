import { openDeployment } from '../../deployment/open-deployment.js';
import { seedDeployment } from '../../deployment/seed-deployment.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addSeed: AddCommand = (program, run) => {
  program.command('seed')
    .description("Runs those of the modules' seeds that the database has not had.")
    .option('--demo', 'made-up people and payments too; done without asking in the embedded database')
    .action(run<[{ readonly demo?: boolean }]>(async (ctx, { demo }) => {
      const deployment = await ctx.deployment();
      const opened = await openDeployment({ deployment, environment: ctx.environment(deployment), progress: ctx.output.progress, seed: [] });
      try {
        const withDemo = demo ?? opened.database.embedded;
        const ran = await seedDeployment(opened.platform, withDemo ? ['reference', 'demo'] : ['reference'], ctx.output.progress);
        const names = ran.map(({ seed }) => seed.name);
        ctx.output.answer({ seeded: names }, names.length > 0 ? `Seeded ${names.join(', ')}.` : 'Nothing to seed.');
        return EXIT.fine;
      } finally {
        await opened.stop();
      }
    }));
};
