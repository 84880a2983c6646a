import { ask, inProgrammesOf, programmeNotFound, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import { otherScheme } from './employment/refusals.js';

/** A pension scheme: a programme that this module works out. */
export interface Scheme {
  readonly id: string;
  readonly currency: string;
  /** Digits behind the point that its currency is paid in. */
  readonly digits: number;
}

/** A scheme that the actor may act on. */
export async function schemeOf(ctx: TxContext, programmeId: string, path = 'programmeId'): Promise<Scheme> {
  const { rows: [found] } = await ask<Scheme & { scheme: string }>(ctx, sql`
    select p.id, p.scheme, p.currency, c.minor_digits as digits from programmes.programme p join transactions.currency c on c.code = p.currency
    where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (!found) return refuse(programmeNotFound(path));
  if (found.scheme !== 'pensions') refuse(otherScheme(path, { scheme: found.scheme }));
  return found;
}
