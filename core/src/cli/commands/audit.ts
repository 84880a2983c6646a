import { InvalidArgumentError } from 'commander';
import { checkDeploymentMigrated } from '../../deployment/migrate-deployment.js';
import { anchorsFile, openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { appendAnchor } from '../../kernel/audit/anchors.js';
import { verifyAudit, type Verification } from '../../kernel/audit/verify.js';
import { openKeys } from '../../kernel/secrets/open-keys.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

const ACTIONS = ['verify', 'anchor'] as const;

interface AuditOptions {
  readonly against?: string;
  readonly to?: string;
  readonly rows: boolean;
}

export const addAudit: AddCommand = (program, run) => {
  program.command('audit')
    .argument('<action>', 'verify: whether all that was written, and who read what, is still there, unchanged and in order; anchor: notes outside of the database where both end now', action)
    .description('Verifies the audit and the read log, or anchors them outside of the database.')
    .option('--against <file>', 'verify: the anchors to compare with; those of the deployment where left out')
    .option('--to <file>', 'anchor: the file to add to; that of the deployment where left out')
    .option('--no-rows', 'verify: the chains alone, without the tables')
    .action(run<[(typeof ACTIONS)[number], AuditOptions]>(async (ctx, what, { against, to, rows }) => {
      const deployment = await ctx.deployment();
      const environment = ctx.environment(deployment);
      const keys = await openKeys(environment.dataDir);
      const database = await openDeploymentDatabase(environment, ctx.output.progress);
      try {
        await checkDeploymentMigrated(deployment, database.owner);
        if (what === 'anchor') {
          const file = to ?? anchorsFile(environment);
          const anchor = await appendAnchor(database.owner, keys, new Date(), file);
          ctx.output.answer({ file, ...anchor }, [`Anchored ${anchor.heads.length} chains of the audit and ${anchor.reads?.length ?? 0} of the read log in ${file}.`, ...anchor.heads.map(({ chain, seq, hash }) => `  ${chain} ${seq} ${hash}`)].join('\n'));
          return EXIT.fine;
        }
        const found = await verifyAudit(database.owner, { rows, against: { keys, file: against ?? anchorsFile(environment) }, step: (text) => ctx.output.progress.step(text) });
        ctx.output.answer(found, told(found));
        return found.findings.length > 0 ? EXIT.problems : EXIT.fine;
      } finally {
        await database.stop();
      }
    }));
};

function action(text: string): (typeof ACTIONS)[number] {
  const known = ACTIONS.find((each) => each === text);
  if (!known) throw new InvalidArgumentError(`say ${ACTIONS.join(' or ')}.`);
  return known;
}

function told({ entries, chains, reads, tables, anchors, findings }: Verification): string {
  const looked = `${entries} entries in ${chains} chains, ${reads} entries of the read log, ${tables} tables, ${anchors} anchors`;
  if (findings.length === 0) return `${looked}: all as it was written.`;
  return [`${looked}. NOT as it was written:`, ...findings.map(({ kind, place, what }) => `  ${kind}: ${place}: ${what}`)].join('\n');
}
