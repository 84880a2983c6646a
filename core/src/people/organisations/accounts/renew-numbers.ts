import type { TxContext } from '../../../kernel/write/transaction.js';
import { openOrganisationNumber, sealedOrganisationNumber } from './account-number.js';

const BATCH = 500;

/** A digest begins with the name of its key, and a number is sealed with the same. */
export const ORGANISATIONS_BEFORE = 'substring(digest from 1 for 4) <> $1';

/** Seals and digests anew, with the newest key, what an older one made of the numbers of organisations that follow in the order of ids. */
export async function renewOrganisationNumbers(ctx: TxContext, after: string): Promise<{ readonly renewed: number; readonly last: string | undefined }> {
  const { rows } = await ctx.tx.query<{ id: string; institution: string; sealed: Buffer }>(
    `select id, institution, sealed from people.organisation_account where ${ORGANISATIONS_BEFORE} and id > $2 order by id limit ${BATCH} for update skip locked`, [ctx.platform.keys.current.id, after]);
  const renewed = rows.map((row) => ({ id: row.id, ...sealedOrganisationNumber(ctx, row, openOrganisationNumber(ctx, row)) }));
  if (renewed.length > 0) {
    await ctx.tx.query('update people.organisation_account a set digest = r.digest, sealed = r.sealed from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as r (id, digest, sealed) where a.id = r.id',
      [renewed.map(({ id }) => id), renewed.map(({ digest }) => digest), renewed.map(({ sealed }) => sealed)]);
  }
  return { renewed: renewed.length, last: rows.at(-1)?.id };
}
