import { timingSafeEqual } from 'node:crypto';
import type { Platform } from '../../kernel/platform.js';
import { hashOf } from '../sessions/session-token.js';

/** A service account that has shown its secret. */
export interface ProvenAccount {
  readonly code: string;
  readonly scopes: readonly string[] | null;
}

interface AccountRow extends ProvenAccount {
  readonly secret: Buffer | null;
  readonly previous: Buffer | null;
}

const NONE = Buffer.alloc(32);

/** The open account of a client id, where the secret is its own; as long in finding out that it is not, whichever of the two is wrong. */
export async function proveAccount(platform: Platform, code: string, secret: string): Promise<ProvenAccount | undefined> {
  // PostgreSQL holds no text with one, so nobody is called so.
  if (code.includes('\0')) return undefined;
  const { rows: [account] } = await platform.pool.query<AccountRow>(
    `select code, scopes, secret_hash as secret, case when previous_until > $2 then previous_hash end as previous
     from access.service_account where code = $1 and closed_at is null`, [code, new Date(platform.now())]);
  const given = hashOf(secret);
  const [now, before] = [account?.secret ?? NONE, account?.previous ?? NONE].map((hash) => timingSafeEqual(given, hash));
  return account && ((now && account.secret) || (before && account.previous)) ? { code: account.code, scopes: account.scopes } : undefined;
}
