import type { Pool } from 'pg';
import { checkDeploymentMigrated } from '../../deployment/migrate-deployment.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { registerMarkdown, registerRows } from '../../kernel/privacy/register/print.js';
import { processingRegister } from '../../kernel/privacy/register/register.js';
import { buildFromPlan } from '../../kernel/platform.js';
import { reapplyErasures, writeErasures } from '../../privacy/erasure/reapply.js';
import type { AddCommand, CommandContext } from '../command.js';
import { EXIT } from '../output.js';
import { table } from '../table.js';

export const addPrivacy: AddCommand = (program, run) => {
  const privacy = program.command('privacy').description('Tells what the deployment keeps of whom, what for, and who may see it.');
  privacy.command('register')
    .description('Prints the register of processing activities (GDPR, article 30), from the code and the configuration. No database.')
    .option('--markdown', 'print it as a document')
    .action(run<[{ readonly markdown?: boolean }]>(async (ctx, { markdown }) => {
      const { plan, config } = await ctx.deployment();
      const register = processingRegister(plan, buildFromPlan(plan).model);
      ctx.output.answer(register, markdown ? registerMarkdown(register, config.name) : table(registerRows(register)));
      return EXIT.fine;
    }));
  privacy.command('erasures')
    .description('Writes who was erased, by id: kept apart from backups, for `kinga privacy reapply`.')
    .requiredOption('--out <file>', 'where to')
    .action(run<[{ readonly out: string }]>(async (ctx, { out }) => withDatabase(ctx, async (pool) => {
      const written = await writeErasures(pool, out);
      ctx.output.answer({ file: out, erasures: written }, `Wrote ${written} erasures to ${out}.`);
    })));
  privacy.command('reapply')
    .argument('<file>', 'what `kinga privacy erasures` wrote')
    .description('After a restore: erases again whoever was erased since the backup was made.')
    .action(run<[string]>(async (ctx, file) => withDatabase(ctx, async (pool) => {
      const there = await reapplyErasures(pool, file);
      ctx.output.answer({ erased: there }, `${there} persons of the list are here, and erased.`);
    })));
};

async function withDatabase(ctx: CommandContext, work: (pool: Pool) => Promise<void>): Promise<number> {
  const deployment = await ctx.deployment();
  const database = await openDeploymentDatabase(ctx.environment(deployment), ctx.output.progress);
  try {
    await checkDeploymentMigrated(deployment, database.pool);
    await work(database.pool);
    return EXIT.fine;
  } finally {
    await database.stop();
  }
}
