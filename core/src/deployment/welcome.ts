import { issueToken } from './sign-ins.js';
import type { StartedDeployment } from './start-deployment.js';

/** Somebody to sign in as, with a token. */
export interface WelcomeSignIn {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly places: readonly string[] | null;
  readonly token: string;
}

/** What a newcomer is told when a deployment has started. */
export interface Welcome {
  readonly name: string;
  readonly url: string;
  readonly graphiql: string | null;
  /** Where a browser signs in. */
  readonly signIn: string | null;
  readonly database: string;
  readonly signIns: readonly WelcomeSignIn[];
  readonly examples: readonly { readonly title: string; readonly role: string; readonly query: string }[];
}

export async function welcomeOf({ deployment: { config }, environment, database, platform, issuer, url, signIn: signInAt }: StartedDeployment): Promise<Welcome> {
  const signIns = issuer ? (config.signIns ?? []) : [];
  return {
    name: config.name,
    url,
    graphiql: environment.production ? null : new URL('/', url).href,
    signIn: signInAt ?? null,
    database: database.embedded ? `embedded PostgreSQL, its data in ${environment.dataDir}` : 'PostgreSQL at DATABASE_URL',
    signIns: await Promise.all(signIns.map(async (signIn) => ({
      role: signIn.role,
      name: signIn.name,
      description: platform.roles.get(signIn.role)?.description ?? '',
      places: signIn.places ?? null,
      token: issuer ? await issueToken(issuer, signIn) : '',
    }))),
    examples: issuer ? (config.examples ?? []) : [],
  };
}

/** The welcome as people read it. */
export function printWelcome({ name, url, graphiql, signIn, database, signIns, examples }: Welcome): string {
  const lines = [`${name} answers GraphQL at ${url}`, ...(graphiql ? [`GraphiQL is at ${graphiql}`] : []), ...(signIn ? [`Sign in with a browser at ${signIn}`] : []), `Database: ${database}`];
  if (signIns.length > 0) lines.push('', 'Sign in with one of these headers (in GraphiQL: the tab "Headers"; they hold for 12 hours):');
  for (const { role, name: who, description, places, token } of signIns) {
    lines.push('', `  ${role}: ${who}, ${places ? `for ${places.join(', ')}` : 'for every place'}. ${description}.`, `  {"Authorization": "Bearer ${token}"}`);
  }
  if (examples.length > 0) lines.push('', 'Queries to paste:');
  for (const { title, role, query } of examples) {
    lines.push('', `  # ${title} (as ${role})`, ...query.trim().split('\n').map((line) => `  ${line}`));
  }
  return [...lines, '', 'Ctrl-C stops it.'].join('\n');
}
