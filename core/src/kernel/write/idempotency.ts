import { digests } from '../secrets/secrets.js';
import { invalidInput, refuse } from './refusal.js';
import type { TxContext } from './transaction.js';

const keyReused = invalidInput(
  'IDEMPOTENCY_KEY_REUSED',
  'This idempotency key was used before with another input.',
  'Send the same input again to get the same answer, or take a new key.',
);

/**
 * Keeps the promise of an input's `idempotencyKey`: the same principal, operation and key have one effect and one
 * answer. A second call waits for the first, since both insert the same row; its answer is kept in the same
 * transaction as the effect.
 */
export async function withIdempotency<A>(ctx: TxContext, operation: string, input: object, work: () => Promise<A>): Promise<A> {
  const key = (input as { readonly idempotencyKey?: string | null }).idempotencyKey;
  if (!key) return work();
  // Keyed: an input may hold a national number, which nobody must find by trying.
  const fingerprints = digests(ctx, 'kernel.idempotency', canonical(input)).map((each) => each.toString('hex'));
  const identity = [ctx.actor.id, operation, key];
  const claimed = await ctx.tx.query(
    'insert into kernel.idempotency (principal, operation, key, fingerprint) values ($1, $2, $3, $4) on conflict do nothing',
    [...identity, fingerprints[0]],
  );
  if (claimed.rowCount === 0) {
    // Locked, so that this commit is one that PostgreSQL waits with for standbys: what it answers may not have reached them yet.
    const { rows } = await ctx.tx.query<{ fingerprint: string; answer: A }>(
      'select fingerprint, answer from kernel.idempotency where principal = $1 and operation = $2 and key = $3 for update', identity,
    );
    const kept = rows[0];
    if (!kept || !fingerprints.includes(kept.fingerprint)) refuse(keyReused('idempotencyKey'));
    return kept.answer;
  }
  const answer = await work();
  await ctx.tx.query('update kernel.idempotency set answer = $4 where principal = $1 and operation = $2 and key = $3', [...identity, JSON.stringify(answer)]);
  return answer;
}

/** JSON with sorted keys, so that the order in which a client writes fields makes no difference. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, field]) => field !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`;
}
