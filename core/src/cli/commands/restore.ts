import { resolve } from 'node:path';
import { backupKey } from '../../deployment/backup/backup-key.js';
import { backupProblems } from '../../deployment/backup/problems.js';
import { readHeader, restoreBackup } from '../../deployment/backup/restore-backup.js';
import { migrateDeployment } from '../../deployment/migrate-deployment.js';
import { erasuresFile, openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { openKeys } from '../../kernel/secrets/open-keys.js';
import { readErasures } from '../../privacy/erasure/journal.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

interface RestoreChoices {
  readonly verify?: boolean;
  readonly erasures?: string;
  readonly nobodyErased?: boolean;
}

export const addRestore: AddCommand = (program, run) => {
  program.command('restore')
    .argument('<file>', 'a file that kinga backup wrote')
    .option('--verify', 'only prove that it can be restored: everything is taken back at the end')
    .option('--erasures <file>', 'who was erased, as the deployment journaled it; KINGA_ERASURES or the file in the data folder where left out')
    .option('--nobody-erased', 'where there is no such file: nobody was erased since the backup was made')
    .description('Puts a backup into an empty database and proves it: rows, checksums, foreign keys, ledger, history; whoever was erased since is erased again. All of it or nothing.')
    .action(run<[string, RestoreChoices]>(async (ctx, name, { verify = false, nobodyErased = false, erasures: given }) => {
      const deployment = await ctx.deployment();
      const key = backupKey();
      const file = resolve(ctx.cwd, name);
      await readHeader(file);
      const environment = ctx.environment(deployment);
      const journal = given ? resolve(ctx.cwd, given) : erasuresFile(environment);
      const erasures = await readErasures(journal, await openKeys(environment.dataDir));
      if (!erasures && !verify && !nobodyErased) throw backupProblems.noErasures(journal);
      const database = await openDeploymentDatabase(environment, ctx.output.progress);
      try {
        await migrateDeployment(deployment, database, ctx.output.progress);
        const report = await restoreBackup({ plan: deployment.plan, pool: database.owner, file, key, erasures: erasures ?? [], onlyVerify: verify, progress: (text) => ctx.output.progress.step(text) });
        ctx.output.answer({ file, verified: true, restored: !verify, ...report }, `${verify ? 'Proved and took back' : 'Restored and proved'} ${report.rows} rows of ${report.tables} tables; ${report.forgotten ?? 0} persons on the list of erasures are erased in it.`);
        return EXIT.fine;
      } finally {
        await database.stop();
      }
    }));
};
