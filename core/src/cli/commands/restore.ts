import { resolve } from 'node:path';
import { backupKey } from '../../deployment/backup/backup-key.js';
import { readHeader, restoreBackup } from '../../deployment/backup/restore-backup.js';
import { migrateDeployment } from '../../deployment/migrate-deployment.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addRestore: AddCommand = (program, run) => {
  program.command('restore')
    .argument('<file>', 'a file that kinga backup wrote')
    .option('--verify', 'only prove that it can be restored: everything is taken back at the end')
    .description('Puts a backup into an empty database and proves it: rows, checksums, foreign keys, ledger, history. All of it or nothing.')
    .action(run<[string, { readonly verify?: boolean }]>(async (ctx, name, { verify = false }) => {
      const deployment = await ctx.deployment();
      const key = backupKey();
      const file = resolve(ctx.cwd, name);
      await readHeader(file);
      const database = await openDeploymentDatabase(ctx.environment(deployment), ctx.output.progress);
      try {
        await migrateDeployment(deployment, database, ctx.output.progress);
        const report = await restoreBackup({ plan: deployment.plan, pool: database.owner, file, key, onlyVerify: verify, progress: (text) => ctx.output.progress.step(text) });
        ctx.output.answer({ file, verified: true, restored: !verify, ...report }, `${verify ? 'Proved and took back' : 'Restored and proved'} ${report.rows} rows of ${report.tables} tables.`);
        return EXIT.fine;
      } finally {
        await database.stop();
      }
    }));
};
