import { fastifyApolloHandler } from '@as-integrations/fastify';
import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { byOneGrant, GRANT_HEADER } from '../access/held-grants.js';
import { actingBy, claimedActor, type ActorFor, type Identity, type VerifyToken } from '../access/identity.js';
import type { Context } from '../context.js';
import { databaseFault } from '../database/database-fault.js';
import type { Platform } from '../platform.js';
import { seenBy } from '../read/replicas.js';
import { PURPOSE_HEADER, purposeGiven } from '../privacy/purpose.js';
import { apolloServer } from './apollo.js';
import { drain } from './drain.js';
import { serveFiles } from './files.js';
import { serveHealth } from './health.js';
import { serveInbound } from './inbound.js';
import { PASSING_FAULTS, unauthenticated } from '../faults.js';
import { admission } from '../surface/admission.js';
import { keepDoor, leavePlace } from '../surface/door.js';
import { answerErrors, answerNoRequest, answerUnreadableAddress } from '../surface/answer-errors.js';
import { bodiesInTime } from '../surface/bodies-in-time.js';
import { checkRequest, trustedOnly } from '../surface/gate.js';
import type { TrustedDocuments } from '../surface/trusted-documents.js';
import { saidOnce } from '../surface/said-once.js';
import { headersOf, secureHeaders } from '../surface/secure-headers.js';
import { chargeRefused } from '../surface/limited.js';
import { fewStreams } from '../surface/few-streams.js';
import { fewTransfers } from '../surface/few-transfers.js';
import { inTime } from '../surface/request-time.js';
import { readJsonBodies } from '../surface/read-body.js';
import { specificationStatus } from './specification-status.js';
import { serveGraphiql } from './graphiql.js';
import { logRequests, tellRequests, traceOf } from '../telemetry/request-log.js';
import { subscriptionHandler, wantsEvents } from './subscriptions.js';

export interface ServerOptions {
  readonly port: number;
  readonly host?: string;
  readonly verify: VerifyToken;
  /** Signing in by a browser, whose session travels in a cookie; bearer tokens only where left out. */
  readonly signingIn?: SigningIn;
  /** From who signed in to what they may; by the roles that the token says where left out. */
  readonly actorFor?: ActorFor;
  /** Introspection, GraphiQL and readable errors. */
  readonly development: boolean;
  /** Origins whose pages may ask, such as `https://desk.example.org`; none where left out. */
  readonly origins?: readonly string[];
  /** Addresses or networks of proxies in front, whose word is taken for who asks; none where left out. */
  readonly trustedProxies?: readonly string[];
  /** The only documents that are answered; any where left out. */
  readonly trusted?: TrustedDocuments;
  /** How long it goes on answering once it has said that it ends, in milliseconds; not at all where left out. */
  readonly graceMs?: number;
}

/** How browsers sign in. */
export interface SigningIn {
  /** Who holds the session that a request's cookie names; undefined where it brings none. Throws where it is not to be taken. */
  identify(request: FastifyRequest): Promise<Identity | undefined>;
  /** Answers at `/auth`. */
  serve(http: FastifyInstance): void;
}

/** What the client has seen, as the answer to its last request said in `extensions.seen`. */
const SEEN_HEADER = 'kinga-seen';
/** Longest that a request is waited for when the server ends. */
const ANSWER_MS = 15_000;
/** However much a mutation says that it takes. */
const LARGEST_BODY = 1_000_000;
const FILE_MS = 30 * 60_000;

type Handler = (this: unknown, request: FastifyRequest, reply: FastifyReply) => unknown;

export interface RunningServer {
  readonly url: string;
  /** All that it answers, such as `POST /graphql`. */
  readonly routes: readonly string[];
  stop(): Promise<void>;
}

/** Answers GraphQL over HTTP at `/graphql`. */
export async function startServer(platform: Platform, options: ServerOptions): Promise<RunningServer> {
  const { limits } = platform;
  // Node looks for requests that are late once in `connectionsCheckingInterval`.
  const http = Fastify({ bodyLimit: Math.max(limits.bodyBytes, LARGEST_BODY), requestTimeout: FILE_MS, connectionTimeout: limits.stalledMs, logger: false, trustProxy: options.trustedProxies ? [...options.trustedProxies] : false, forceCloseConnections: 'idle', return503OnClosing: false, genReqId: () => randomUUID(), frameworkErrors: (_error, _request, reply) => answerUnreadableAddress(reply), clientErrorHandler: answerNoRequest(platform, headersOf(options)), http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: 1_000 } });
  const routes = routesOf(http);
  logRequests(http, platform);
  answerErrors(http, platform);
  secureHeaders(http, options);
  saidOnce(http);
  bodiesInTime(http, limits.requestMs);
  const ending = drain(http, { graceMs: options.graceMs ?? 0, patienceMs: ANSWER_MS });
  const apollo = apolloServer(platform, { development: options.development, plugins: [tellRequests, specificationStatus] });
  await apollo.start();
  const admitted = new WeakSet<FastifyRequest>();
  const context = async (request: FastifyRequest): Promise<Context> => {
    checkRequest(platform, request);
    const ctx = await contextOf(platform, options, request).catch((error: unknown) => Promise.reject(databaseFault(error) ?? error));
    admitted.add(request);
    return ctx;
  };

  // In development a machine has other things to do, and nobody waits.
  const { atOnce } = limits;
  const entrance = admission({ ...atOnce, fewest: options.development ? atOnce.most : atOnce.fewest });
  const few = fewStreams(limits);
  const events = subscriptionHandler(platform, {
    context, development: options.development,
    hold: (ctx, request, reply) => {
      few(ctx, reply);
      leavePlace(request);
    },
  });
  const answer = fastifyApolloHandler(apollo, { context }) as unknown as Handler;
  if (options.development) serveGraphiql(http);
  void http.register(async (scope) => {
    readJsonBodies(scope);
    keepDoor(scope, platform, entrance, { kind: kindOfWork });
    scope.addHook('preHandler', async (request) => trustedOnly(options.trusted, request));
    scope.addHook('onResponse', (request, reply, done) => {
      if (!admitted.has(request) && reply.statusCode !== 429) chargeRefused({ platform, address: request.ip });
      done();
    });
    scope.route({
      url: '/graphql',
      method: ['GET', 'POST'],
      handler(request, reply) {
        const stream = wantsEvents(request);
        return inTime(request, reply, limits, { stream }, async () => (stream ? events(request, reply) : answer.call(this, request, reply)));
      },
    });
  });
  void http.register(async (scope) => {
    // Bytes come and go as slowly as whoever is at the other end.
    keepDoor(scope, platform, entrance, { passes: () => true });
    fewTransfers(scope, platform);
    serveFiles(scope, platform);
  });
  void http.register(async (scope) => {
    keepDoor(scope, platform, entrance);
    options.signingIn?.serve(scope);
  });
  void http.register(async (scope) => {
    keepDoor(scope, platform, entrance);
    serveInbound(scope, platform);
  });
  serveHealth(http, platform, ending);
  await http.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  const address = http.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://${options.host ?? 'localhost'}:${port}/graphql`,
    routes,
    stop: async () => {
      await ending.finish();
      const late = setTimeout(() => http.server.closeAllConnections(), ANSWER_MS);
      await http.close();
      clearTimeout(late);
      entrance.stop();
      await apollo.stop();
    },
  };
}

/** Fills while routes are added. */
function routesOf(http: FastifyInstance): readonly string[] {
  const routes: string[] = [];
  http.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((one) => `${one} ${url}`)));
  return routes;
}

/** Requests that take about as long as each other: one document with the same numbers, such as the size of a page. */
function kindOfWork({ body }: FastifyRequest): string | undefined {
  const { query, variables } = (body ?? {}) as { readonly query?: unknown; readonly variables?: object | null };
  return typeof query === 'string' ? `${Object.values(variables ?? {}).filter((value) => typeof value === 'number').join()} ${query}` : undefined;
}

async function contextOf(platform: Platform, options: ServerOptions, request: FastifyRequest): Promise<Context> {
  const locale = request.headers['accept-language']?.split(/[,;]/)[0]?.trim();
  const purpose = purposeGiven(platform, request.headers[PURPOSE_HEADER]);
  const of = { requestId: request.id, address: request.ip, purpose, trace: traceOf(request), ...seenBy(platform.replicas, text(request.headers[SEEN_HEADER])), ...(locale && locale !== '*' && { locale }) };
  const identity = await identityOf(options, request);
  if (!identity) return platform.context({ ...of, actor: platform.actorOf({ id: 'anonymous', roles: [], places: [] }) });
  const actor = actingBy(await (options.actorFor ?? claimedActor)(platform, identity), identity);
  return platform.context({ ...of, actor: byOneGrant(actor, request.headers[GRANT_HEADER]) });
}

function text(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

/** A bearer token tells who asks where there is one; else a browser's session. Nobody is taken for somebody else, or for nobody. */
async function identityOf({ verify, signingIn }: ServerOptions, request: FastifyRequest): Promise<Identity | undefined> {
  const header = request.headers.authorization;
  if (header === undefined) return signingIn?.identify(request);
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(header)?.[1];
  const identity = token ? await verify(token).catch(refusal) : undefined;
  return identity ?? Promise.reject(unauthenticated('This bearer token is not valid or has expired; sign in again.'));
}

/** A token that is not to be trusted is refused without saying why; that nobody could tell, for the time being, is said. */
function refusal(error: unknown): undefined {
  const passing = databaseFault(error) ?? (error instanceof GraphQLError && PASSING_FAULTS.has(String(error.extensions['code'])) ? error : undefined);
  if (passing) throw passing;
}
