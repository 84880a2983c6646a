import { resolve } from 'node:path';
import { backupProblems } from '../../deployment/backup/problems.js';
import { checkDeploymentMigrated } from '../../deployment/migrate-deployment.js';
import { erasuresFile, openDeploymentDatabase } from '../../deployment/open-deployment.js';
import type { Database } from '../../kernel/database/connect.js';
import { registerMarkdown, registerRows } from '../../kernel/privacy/register/print.js';
import { processingRegister } from '../../kernel/privacy/register/register.js';
import { buildFromPlan } from '../../kernel/platform.js';
import type { Keys } from '../../kernel/secrets/keys.js';
import { openKeys } from '../../kernel/secrets/open-keys.js';
import { journalWhatIsLacking } from '../../privacy/erasure/applied.js';
import { readErasures } from '../../privacy/erasure/journal.js';
import { reapplyErasures } from '../../privacy/erasure/reapply.js';
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
    .description('Adds to the list of who was erased, by id, whoever is lacking: kept apart from backups, for restores.')
    .option('--out <file>', 'the list; that of the deployment where left out')
    .action(run<[{ readonly out?: string }]>(async (ctx, { out }) => withDatabase(ctx, async (database, keys, own) => {
      const file = out ? resolve(ctx.cwd, out) : own;
      const added = await journalWhatIsLacking({ pool: database.pool, keys, erasures: file });
      ctx.output.answer({ file, added }, `Added ${added} erasures to ${file}.`);
    })));
  privacy.command('reapply')
    .argument('[file]', 'the list of who was erased; that of the deployment where left out')
    .description('After a restore by other means than kinga restore: erases again whoever was erased since the backup was made.')
    .action(run<[string?]>(async (ctx, given) => withDatabase(ctx, async (database, keys, own) => {
      const file = given ? resolve(ctx.cwd, given) : own;
      const erasures = await readErasures(file, keys);
      if (!erasures) throw backupProblems.noErasures(file);
      const there = await reapplyErasures(database.owner, erasures);
      ctx.output.answer({ erased: there }, `${there} persons of the list are here, and erased.`);
    })));
};

async function withDatabase(ctx: CommandContext, work: (database: Database, keys: Keys, journal: string) => Promise<void>): Promise<number> {
  const deployment = await ctx.deployment();
  const environment = ctx.environment(deployment);
  const keys = await openKeys(environment.dataDir);
  const database = await openDeploymentDatabase(environment, ctx.output.progress);
  try {
    await checkDeploymentMigrated(deployment, database.pool);
    await work(database, keys, erasuresFile(environment));
    return EXIT.fine;
  } finally {
    await database.stop();
  }
}
