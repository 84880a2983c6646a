import { canUser } from '../../access/grants/can.js';
import { didYouMean } from '../../deployment/did-you-mean.js';
import { openDeployment } from '../../deployment/open-deployment.js';
import { DeploymentProblems } from '../../deployment/problems.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { issuerOf } from './grant.js';

interface CanOptions {
  readonly place?: string;
  readonly organisation?: string;
  readonly programme?: string;
  readonly issuer?: string;
  readonly why?: boolean;
}

export const addCan: AddCommand = (program, run) => {
  program.command('can')
    .argument('<subject>', 'what the issuer calls the user')
    .argument('<permission>', 'name of the permission')
    .description('Tells whether a user may do something today; ends with 1 where they may not.')
    .option('--place <code>', 'there; anywhere where left out')
    .option('--organisation <code>', 'of that organisation')
    .option('--programme <code>', 'in that programme')
    .option('--issuer <address>', 'who signs the user in; the provider of kinga.config.ts where left out, or the development issuer')
    .option('--why', 'by which grants, or what lacks')
    .action(run<[string, string, CanOptions]>(async (ctx, subject, permission, { place, organisation, programme, issuer, why = false }) => {
      const deployment = await ctx.deployment();
      const names = deployment.plan.modules.flatMap(({ permissions = [] }) => permissions.map(({ name }) => name));
      if (!names.includes(permission)) {
        throw new DeploymentProblems([{ code: 'UNKNOWN_PERMISSION', message: `No module has the permission ${permission}.${didYouMean(permission, names)}`, cure: 'List them with the query `permissions`.' }]);
      }
      const opened = await openDeployment({ deployment, environment: ctx.environment(deployment), progress: ctx.output.progress, seed: [] });
      try {
        const at = { ...(place && { places: place }), ...(organisation && { organisations: organisation }), ...(programme && { programmes: programme }) };
        const { allowed, by, lacks } = await inTransaction(opened.platform.context({ actor: opened.platform.system('the command line') }), async (tx) => {
          const { rows: [user] } = await tx.tx.query<{ id: string }>('select id from access."user" where issuer = $1 and subject = $2', [issuerOf(deployment.config, issuer), subject]);
          return user ? canUser(tx, { userId: user.id, permission, at }) : { allowed: false, by: [], lacks: [`${subject} is not known here.`] };
        });
        const reasons = allowed ? by.map(({ id, role }) => `by the grant ${id} of ${role}`) : lacks;
        ctx.output.answer({ allowed, by, lacks }, [allowed ? 'Yes.' : 'No.', ...(why ? reasons.map((reason) => `  ${reason}`) : [])].join('\n'));
        return allowed ? EXIT.fine : EXIT.problems;
      } finally {
        await opened.stop();
      }
    }));
};
