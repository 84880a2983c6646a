import { InvalidArgumentError } from 'commander';
import { checkDeploymentMigrated } from '../../deployment/migrate-deployment.js';
import { openDeploymentDatabase } from '../../deployment/open-deployment.js';
import { noteVerification, verifyLedger, type LedgerVerification } from '../../transactions/checks/verify-ledger.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addLedger: AddCommand = (program, run) => {
  program.command('ledger')
    .argument('<action>', 'verify: whether all transactions balance, kept totals are the sums of postings, and nobody is paid too much', action)
    .description('Looks through the books.')
    .action(run<['verify', object]>(async (ctx) => {
      const deployment = await ctx.deployment();
      const database = await openDeploymentDatabase(ctx.environment(deployment), ctx.output.progress);
      try {
        await checkDeploymentMigrated(deployment, database.owner);
        const client = await database.owner.connect();
        try {
          await client.query("begin isolation level repeatable read; set local statement_timeout = 0; set local kinga.scope = 'all'");
          const found = await verifyLedger({ query: (text, values) => client.query(text, values ? [...values] : []) }, { step: (text) => ctx.output.progress.step(text) });
          await noteVerification({ query: (text, values) => client.query(text, values ? [...values] : []) }, 'FULL', found);
          await client.query('commit');
          ctx.output.answer(found, told(found));
          return found.findings.length > 0 ? EXIT.problems : EXIT.fine;
        } finally {
          await client.query('rollback').catch(() => undefined);
          client.release();
        }
      } finally {
        await database.stop();
      }
    }));
};

function action(text: string): 'verify' {
  if (text !== 'verify') throw new InvalidArgumentError('say verify.');
  return text;
}

function told({ transactions, findings }: LedgerVerification): string {
  if (findings.length === 0) return `${transactions} transactions: the books are right.`;
  return [`${transactions} transactions. The books are NOT right:`, ...findings.map(({ kind, place, what }) => `  ${kind}: ${place} ${what}`)].join('\n');
}
