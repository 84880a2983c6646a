import { DatabaseProblem } from '../kernel/database/problems.js';
import { NotReadyProblem } from '../kernel/module/ready-when.js';
import { KeysProblem } from '../kernel/secrets/keys.js';
import type { PlanProblem } from '../kernel/plan/types.js';

/** What keeps a deployment from starting: everything that was found, each with what to do. */
export class DeploymentProblems extends Error {
  override readonly name = 'DeploymentProblems';

  constructor(readonly problems: readonly PlanProblem[]) {
    super(problems.map(({ code, message, cure }) => `${code}: ${message} ${cure}`).join('\n'));
  }
}

/** What a person can mend of an error; nothing where it is a fault of the program. */
export function problemsOf(error: unknown): readonly PlanProblem[] | undefined {
  if (error instanceof DeploymentProblems) return error.problems;
  if (error instanceof DatabaseProblem || error instanceof KeysProblem || error instanceof NotReadyProblem) return [{ code: error.code, message: error.message, cure: error.cure }];
  return undefined;
}

const problem = (code: string, message: string, cure: string): DeploymentProblems => new DeploymentProblems([{ code, message, cure }]);

/** Everything that can be wrong with a deployment itself, beside its plan and its database. */
export const deploymentProblems = {
  noConfig: (from: string) =>
    problem('CONFIG_MISSING', `There is no kinga.config.ts in ${from} or in a folder above it.`,
      'Go to the folder of a deployment, or name the file: kinga --config <file> ….'),
  configFails: (file: string, why: string) =>
    problem('CONFIG_UNREADABLE', `${file} cannot be loaded: ${why}`,
      'Mend the file. When it says that a package cannot be found, run npm install and npm run build.'),
  configWrong: (file: string, why: string) =>
    problem('CONFIG_INVALID', `${file} is not a deployment: ${why}`, 'Let it say: export default defineDeployment({ name: …, modules: […] }).'),
  port: (value: string) =>
    problem('PORT_INVALID', `PORT is "${value}", which is no port.`, 'Set it to a number from 0 (any free port) to 65535, or leave it out for 4000.'),
  grace: (value: string) =>
    problem('GRACE_INVALID', `KINGA_GRACE_SECONDS is "${value}", which is no number of seconds.`, 'Set it to a little more than how often your load balancer asks /health/ready, such as 10; 5 in production where left out.'),
  replicaLag: (value: string) =>
    problem('REPLICA_LAG_INVALID', `KINGA_REPLICA_LAG_SECONDS is "${value}", which is no number of seconds.`, 'Set it to how far a replica that is read may be behind, such as 2; 5 where left out.'),
  portTaken: (port: number) =>
    problem('PORT_TAKEN', `Another program uses port ${port}.`,
      `End that program, or take another port: PORT=${port === 65_535 ? port - 1 : port + 1} npm start. Who it is: ss -ltnp 'sport = :${port}' (Linux), lsof -i :${port} (macOS).`),
  portForbidden: (port: number) =>
    problem('PORT_FORBIDDEN', `This user may not listen at port ${port}.`, 'Take a port from 1024 on, such as PORT=4000, and put a proxy in front.'),
  address: (host: string) =>
    problem('HOST_INVALID', `This machine has no address ${host} to listen at.`, 'Set HOST to an address of this machine: 127.0.0.1 for itself alone, 0.0.0.0 for everybody.'),
  noAuth: () =>
    problem('AUTH_MISSING', 'In production nobody can sign in: the configuration has no `auth`.',
      'Name your OpenID Connect provider in kinga.config.ts: auth: { issuer, audience, signIn: { clientId, url } }. To try things out, run without NODE_ENV=production.'),
  production: (what: string) =>
    problem('NOT_IN_PRODUCTION', `${what} is for development and demonstrations; NODE_ENV is production.`, 'Get tokens from the provider that `auth` names.'),
  seedFails: (name: string, why: string) =>
    problem('SEED_FAILED', `The seed ${name} stopped: ${why}`, 'Mend what it says and run kinga seed again; what is there stays.'),
} satisfies Record<string, (...details: never[]) => DeploymentProblems>;
