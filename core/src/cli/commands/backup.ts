import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { backupKey } from '../../deployment/backup/backup-key.js';
import { makeBackup } from '../../deployment/backup/make-backup.js';
import { checkDeploymentMigrated } from '../../deployment/migrate-deployment.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addBackup: AddCommand = (program, run) => {
  program.command('backup')
    .argument('<file>', 'where to write it')
    .description('Writes every row of the deployment, as of one moment, to a file, while others work on.')
    .addHelpText('after', '\nEnvironment: KINGA_BACKUP_KEY (32 bytes in base64) seals it. KINGA_KEYS are never in it: keep them elsewhere, for without them secret values stay sealed.')
    .action(run<[string]>(async (ctx, name) => {
      const deployment = await ctx.deployment();
      const key = backupKey();
      const file = resolve(ctx.cwd, name);
      const database = await openDeploymentDatabase(ctx.environment(deployment), ctx.output.progress);
      try {
        await checkDeploymentMigrated(deployment, database.pool);
        const report = await makeBackup({ plan: deployment.plan, pool: database.owner, file, key, progress: (text) => ctx.output.progress.step(text) });
        const { size } = await stat(file);
        ctx.output.answer({ file, size, sealed: key !== undefined, ...report }, `Wrote ${report.rows} rows of ${report.tables} tables to ${file} (${size} bytes${key ? ', sealed' : ', not sealed: set KINGA_BACKUP_KEY to seal it'}).`);
        return EXIT.fine;
      } finally {
        await database.stop();
      }
    }));
};
