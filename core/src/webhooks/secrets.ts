import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { open, seal } from '../kernel/secrets/secrets.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { newSecret, type SigningKey } from './sign.js';

const PURPOSE = 'webhooks.secret/secret';

/** Makes a secret of an endpoint. It is given back this once and never again. */
export async function makeSecret(tx: TxContext, endpointId: string): Promise<SigningKey> {
  const id = uuidv7();
  const made = newSecret();
  await tx.tx.query('insert into webhooks.secret (id, endpoint_id, key_id, sealed, made_at) values ($1, $2, $3, $4, $5)', [
    id, endpointId, made.keyId, seal(tx, { purpose: PURPOSE, row: id }, made.secret), new Date(tx.platform.now()).toISOString(),
  ]);
  return made;
}

/** The live secrets of an endpoint, the newest first. */
export async function liveSecrets(ctx: Pick<Context, 'platform'>, endpointId: string): Promise<readonly SigningKey[]> {
  const { rows } = await ctx.platform.pool.query<{ id: string; keyId: string; sealed: Buffer }>(
    'select id, key_id as "keyId", sealed from webhooks.secret where endpoint_id = $1 and ended_at is null order by id desc', [endpointId],
  );
  return rows.map(({ id, keyId, sealed }) => ({ keyId, secret: open(ctx, { purpose: PURPOSE, row: id }, sealed) }));
}
