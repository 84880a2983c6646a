import type { ApolloServer } from '@apollo/server';
import { print, type DocumentNode } from 'graphql';
import { actorsByGrants } from '../access/actor-for.js';
import type { Actor } from '../kernel/access/actor.js';
import type { Context } from '../kernel/context.js';
import type { Platform } from '../kernel/platform.js';
import { apolloServer } from '../kernel/server/apollo.js';
import { WrittenAnswer } from '../kernel/server/execute.js';
import { nearest } from '../kernel/plan/did-you-mean.js';
import type { StatementCounter } from './count-statements.js';

/** Who asks in a test. */
export interface TestIdentity {
  /** Tells persons apart, such as maker and checker. */
  readonly name?: string;
  /** Subject of a user in the database, whose grants say what they may; the issuer is `TEST_ISSUER`. In place of all else. */
  readonly user?: string;
  readonly role?: string;
  readonly permissions?: readonly string[];
  /** Codes of the places whose rows are seen; every place where left out. */
  readonly places?: readonly string[] | null;
  /** Codes of the organisations and of the programmes; without limit where left out. */
  readonly organisations?: readonly string[] | null;
  readonly programmes?: readonly string[] | null;
  readonly locale?: string;
}

export interface ToldError {
  readonly message: string;
  readonly code: string;
  readonly path?: readonly (string | number)[];
  readonly hint?: string | null;
}

/** Sends operations as a client would, through all of the server but HTTP. */
export interface TestClient {
  /** The data; the test fails where there are errors or `userErrors`. */
  run<D = never>(document: string | DocumentNode, variables?: Readonly<Record<string, unknown>>): Promise<D>;
  /** The errors and `userErrors`; the test fails where there are none. */
  refuse(document: string | DocumentNode, variables?: Readonly<Record<string, unknown>>): Promise<readonly ToldError[]>;
  /** The answer as it is. */
  send(document: string | DocumentNode, variables?: Readonly<Record<string, unknown>>): Promise<{ readonly data: unknown; readonly errors: readonly ToldError[] }>;
  /** How many SQL statements the last operation sent, whoever in it sent them. */
  statements(): number;
  /** Their texts, in order. */
  sent(): readonly string[];
}

/** Who signs in the users of tests. */
export const TEST_ISSUER = 'https://issuer.test';

const actorFor = actorsByGrants();

const servers = new WeakMap<Platform, Promise<ApolloServer<Context>>>();

async function serverOf(platform: Platform): Promise<ApolloServer<Context>> {
  const started = servers.get(platform) ?? (async () => {
    const server = apolloServer(platform, { development: true });
    await server.start();
    return server;
  })();
  servers.set(platform, started);
  return started;
}

export function testClient(
  platform: Platform, identity: TestIdentity, counter: Pick<StatementCounter, 'during'>, causeOf: (errorId: string) => string | undefined,
): TestClient {
  let last: readonly string[] = [];
  const fixed = identity.user === undefined ? actorOf(platform, identity) : undefined;
  const send: TestClient['send'] = async (document, variables = {}) => {
    const server = await serverOf(platform);
    const actor = fixed ?? (await actorFor(platform, { issuer: TEST_ISSUER, subject: identity.user ?? '', claims: {} }));
    const contextValue = platform.context({ actor, ...(identity.locale && { locale: identity.locale }) });
    const query = typeof document === 'string' ? document : print(document);
    const { result: { body }, statements } = await counter.during(() => server.executeOperation({ query, variables }, { contextValue }));
    last = statements;
    if (body.kind !== 'single') throw new Error('an answer in parts');
    const { data, errors } = body.singleResult;
    const told = (errors ?? []).map(({ message, extensions, path }): ToldError => {
      const cause = causeOf(String(extensions?.['errorId'] ?? ''));
      return { message: cause ? `${message}\nWhat happened: ${cause}` : message, code: String(extensions?.['code'] ?? ''), ...(path && { path }) };
    });
    return { data: plain(data), errors: told };
  };
  return {
    send,
    statements: () => last.length,
    sent: () => last,
    run: async <D>(document: string | DocumentNode, variables?: Readonly<Record<string, unknown>>) => {
      const { data, errors } = await send(document, variables);
      const told = [...errors, ...userErrorsIn(data)];
      if (told.length > 0) throw new Error(`refused: ${told.map(({ code, message, path }) => `${code} at ${path?.join('.') ?? 'the request'}: ${message}`).join('; ')}`);
      return data as D;
    },
    refuse: async (document, variables) => {
      const { data, errors } = await send(document, variables);
      const told = [...errors, ...userErrorsIn(data)];
      if (told.length === 0) throw new Error(`was not refused, but answered ${JSON.stringify(data)}`);
      return told;
    },
  };
}

/** As JSON would arrive, so that tests compare what a client sees. */
function plain(data: unknown): unknown {
  if (data instanceof WrittenAnswer) return JSON.parse(data.json);
  return data === undefined || data === null ? null : JSON.parse(JSON.stringify(data));
}

function userErrorsIn(data: unknown): readonly ToldError[] {
  return Object.values((data ?? {}) as Record<string, { readonly userErrors?: readonly ToldError[] } | null>).flatMap((payload) => payload?.userErrors ?? []);
}

/** A name that nobody defines would be refused everywhere, which a test of refusals would take for success. */
function actorOf(platform: Platform, { name = 'tester', role, permissions, places = null, organisations = null, programmes = null }: TestIdentity): Actor {
  const { roles, plan } = platform;
  known('role', role === undefined ? [] : [role], [...roles.keys()]);
  known('permission', permissions ?? [], plan.modules.flatMap((module) => (module.permissions ?? []).map((permission) => permission.name)));
  const actor = platform.actorOf({ id: `${name}@example.org`, roles: role ? [role] : [], places, organisations, programmes });
  return permissions ? { ...actor, permissions: new Set(permissions) } : actor;
}

function known(kind: string, named: readonly string[], defined: readonly string[]): void {
  const unknown = named.find((name) => !defined.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, defined);
  throw new Error(`No module of this platform defines the ${kind} ${unknown}.${near ? ` Did you mean ${near}?` : ` There are: ${defined.toSorted().join(', ')}.`}`);
}
