import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { overpaymentNotFound } from '../refusals.js';
import { byPlaceAndProgramme } from '../scope.js';

/** An overpayment that the actor may act on. */
export interface Outstanding {
  readonly id: string;
  readonly programme: string;
  readonly currency: string;
  readonly digits: number;
  /** What is neither recovered nor given up, in the currency's digits. */
  readonly outstanding: string;
}

/** Finds an overpayment and holds it until the transaction ends, so that nobody else recovers of it meanwhile. */
export async function holdOverpayment(ctx: TxContext, id: string, path = 'overpaymentId'): Promise<Outstanding> {
  const seen = inScope(ctx, byPlaceAndProgramme, { place: sql`o.place_id`, programme: sql`o.programme_id` });
  const { rowCount } = await ask(ctx, sql`select from programmes.overpayment o where o.id = ${id}::uuid and ${seen} for no key update`);
  if (rowCount === 0) refuse(overpaymentNotFound(path));
  const { rows: [found] } = await ctx.tx.query<Outstanding>(
    `select o.id, o.programme_id as programme, o.currency, c.minor_digits as digits, round(o.amount - transactions.recovered(o.id), c.minor_digits)::text as outstanding
     from programmes.overpayment o join transactions.currency c on c.code = o.currency where o.id = $1`, [id],
  );
  return found ?? refuse(overpaymentNotFound(path));
}
