import type { FastifyReply, FastifyRequest } from 'fastify';
import { SERVICE } from '../../kernel/access/identity.js';
import type { Platform } from '../../kernel/platform.js';
import { proveAccount, type ProvenAccount } from '../service-accounts/find-account.js';
import { ASSERTION_TYPE, proveByKey } from '../service-accounts/prove-by-key.js';
import { SERVICE_ISSUER } from '../service-accounts/service-account.js';
import { startSession } from '../sessions/start-session.js';
import { countTry } from './count-try.js';

/** Why no token is given, in the words of OAuth 2.0 (RFC 6749, 5.2). */
class TokenRefused extends Error {
  constructor(readonly error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope', readonly description: string) {
    super(description);
  }
}

/**
 * Gives a service account a token for some minutes (`POST /auth/token`, OAuth 2.0 client credentials).
 *
 * @param url where clients reach this deployment: what assertions are made for
 */
export async function giveToken(platform: Platform, url: string | undefined, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  try {
    const { scopes, ...account } = await asked(platform, url, request);
    const { token, seconds } = await startSession(platform, {
      kind: 'SERVICE', issuer: SERVICE_ISSUER, subject: `${SERVICE}${account.code}`, claims: {}, ...(scopes && { scopes }),
    });
    return reply.send({ access_token: token, token_type: 'Bearer', expires_in: seconds, ...(scopes && { scope: scopes.join(' ') }) });
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    if (error.error === 'invalid_client') reply.header('www-authenticate', 'Basic realm="kinga", charset="UTF-8"');
    return reply.code(error.error === 'invalid_client' ? 401 : 400).send({ error: error.error, error_description: error.description, errorId: request.id });
  }
}

async function asked(platform: Platform, url: string | undefined, request: FastifyRequest): Promise<{ readonly code: string; readonly scopes: readonly string[] | undefined }> {
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const once = (name: string): string | undefined => {
    const values = form.getAll(name);
    if (values.length > 1) throw new TokenRefused('invalid_request', `${name} is there more than once.`);
    return values[0];
  };
  const [grant, scope, id, secret] = [once('grant_type'), once('scope'), once('client_id'), once('client_secret')];
  const [type, assertion] = [once('client_assertion_type'), once('client_assertion')];
  const bySignature = type !== undefined || assertion !== undefined;
  const client = bySignature ? undefined : credentials(request.headers.authorization, id, secret);
  const right = await countTry(platform, request, client?.id);
  const account = client ? await proveAccount(platform, client.id, client.secret)
    : bySignature && secret === undefined && request.headers.authorization === undefined ? await byKey(platform, url, { type, assertion, id }) : undefined;
  if (!account) throw new TokenRefused('invalid_client', 'The client id, or what it shows for it, is wrong.');
  right();
  if (grant !== 'client_credentials') throw new TokenRefused('unsupported_grant_type', 'The grant_type here is client_credentials.');
  return { code: account.code, scopes: narrowed(platform, account.scopes, scope) };
}

/** By an assertion that the account signed, made for this deployment. */
async function byKey(platform: Platform, url: string | undefined, { type, assertion, id }: { readonly type: string | undefined; readonly assertion: string | undefined; readonly id: string | undefined }): Promise<ProvenAccount | undefined> {
  if (type !== ASSERTION_TYPE || assertion === undefined) throw new TokenRefused('invalid_request', `client_assertion is there with client_assertion_type ${ASSERTION_TYPE}.`);
  const account = await proveByKey(platform, assertion, url === undefined ? [] : [new URL(url).origin, new URL('/auth/token', url).href]);
  return id === undefined || id === account?.code ? account : undefined;
}

/** By a Basic header or in the form, not by both: one of the two would be somebody else's. */
function credentials(header: string | undefined, id: string | undefined, secret: string | undefined): { readonly id: string; readonly secret: string } | undefined {
  if (header === undefined) return id !== undefined && secret !== undefined ? { id, secret } : undefined;
  if (secret !== undefined) throw new TokenRefused('invalid_request', 'Give the secret once: in the Authorization header, or in the form.');
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header) ?? [];
  const [, name, word] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (name === undefined || word === undefined || (id !== undefined && id !== name)) return undefined;
  return { id: name, secret: word };
}

/** Scopes only narrow: what is asked for must be a permission, and within what the account is limited to. */
function narrowed(platform: Platform, most: readonly string[] | null, scope: string | undefined): readonly string[] | undefined {
  const wanted = (scope ?? '').split(' ').filter((each) => each !== '');
  if (wanted.length === 0) return most ?? undefined;
  const known = new Set(platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name)));
  if (wanted.length > 200 || !wanted.every((each) => known.has(each) && (most?.includes(each) ?? true))) {
    throw new TokenRefused('invalid_scope', 'A scope is no permission of this deployment, or beyond what the account is limited to.');
  }
  return [...new Set(wanted)];
}
