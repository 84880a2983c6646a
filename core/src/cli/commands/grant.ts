import { addUser } from '../../access/users/add-user.js';
import { giveGrant } from '../../access/grants/give-grant.js';
import { openDeployment } from '../../deployment/open-deployment.js';
import { DeploymentProblems } from '../../deployment/problems.js';
import type { DeploymentConfig } from '../../deployment/define-deployment.js';
import type { Scope } from '../../kernel/access/scope.js';
import { DEVELOPMENT_ISSUER } from '../../kernel/access/tokens.js';
import { Refused, toUserError } from '../../kernel/write/refusal.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

interface GrantOptions {
  readonly everywhere?: boolean;
  readonly place?: readonly string[];
  readonly everyPlace?: boolean;
  readonly organisation?: readonly string[];
  readonly everyOrganisation?: boolean;
  readonly programme?: readonly string[];
  readonly everyProgramme?: boolean;
  readonly mayGrant?: boolean;
  readonly issuer?: string;
  readonly from?: string;
  readonly until?: string;
  readonly reason: string;
}

const several = (code: string, before: readonly string[] = []): readonly string[] => [...before, code];

/** Who signs users in, where nothing else is said. */
export function issuerOf({ auth }: DeploymentConfig, given?: string): string {
  return given ?? auth?.issuer ?? DEVELOPMENT_ISSUER;
}

/** What is not said holds nothing. */
function scopeOfOptions({ everywhere = false, place = [], everyPlace, organisation = [], everyOrganisation, programme = [], everyProgramme }: GrantOptions): Scope {
  return {
    places: everywhere || everyPlace ? null : place,
    organisations: everywhere || everyOrganisation ? null : organisation,
    programmes: everywhere || everyProgramme ? null : programme,
  };
}

export const addGrant: AddCommand = (program, run) => {
  program.command('grant')
    .argument('<subject>', 'what the issuer calls the user for good')
    .argument('<role>', 'name of the role')
    .description('Grants a role to a user, who becomes known by it: how the first administrator is made. What is not said of the scope holds nothing.')
    .option('--everywhere', 'no limit: every place, organisation and programme')
    .option('--place <code>', 'a place, with all below it; may be repeated', several)
    .option('--every-place', 'every place')
    .option('--organisation <code>', 'an organisation; may be repeated', several)
    .option('--every-organisation', 'every organisation')
    .option('--programme <code>', 'a programme; may be repeated', several)
    .option('--every-programme', 'every programme')
    .option('--may-grant', 'the user may give it to others, or a part of it')
    .option('--issuer <address>', 'who signs the user in; the provider of kinga.config.ts where left out, or the development issuer')
    .option('--from <day>', 'first day on which it holds, YYYY-MM-DD; today where left out')
    .option('--until <day>', 'first day on which it holds no longer')
    .option('--reason <text>', 'why', 'by the command line')
    .action(run<[string, string, GrantOptions]>(async (ctx, subject, role, options) => {
      const deployment = await ctx.deployment();
      const opened = await openDeployment({ deployment, environment: ctx.environment(deployment), progress: ctx.output.progress, seed: [] });
      const issuer = issuerOf(deployment.config, options.issuer);
      const acting = opened.platform.context({ actor: opened.platform.system('the command line') });
      try {
        const id = await inTransaction(acting, async (tx) => {
          const { rows: [known] } = await tx.tx.query<{ id: string }>('select id from access."user" where issuer = $1 and subject = $2', [issuer, subject]);
          const userId = known?.id ?? (await addUser(tx, { issuer, subject }));
          return giveGrant(tx, {
            userId, role, scope: scopeOfOptions(options), mayGrant: options.mayGrant ?? false, from: options.from ?? tx.today, until: options.until ?? null, reason: options.reason,
          });
        });
        ctx.output.answer({ grant: id, subject, issuer, role, scope: scopeOfOptions(options) }, `Granted ${role} to ${subject} of ${issuer}.`);
        return EXIT.fine;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        throw new DeploymentProblems(error.refusals.map((refusal) => toUserError(acting, refusal)).map(({ code, message, hint }) => ({ code, message, cure: hint ?? '' })));
      } finally {
        await opened.stop();
      }
    }));
};
