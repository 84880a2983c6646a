import { ask, inProgrammesOf, programmeNotFound, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import { notForPersons, otherScheme } from './refusals.js';

/** A programme of this scheme that enrols households; refuses others. Held until the transaction ends. */
export async function cashProgramme(ctx: TxContext, id: string, path: string): Promise<{ readonly currency: string }> {
  const { rows } = await ask<{ scheme: string; target: string; currency: string }>(ctx, sql`
    select p.scheme, p.target, p.currency from programmes.programme p where p.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`p.id`)} for share`);
  const programme = rows[0] ?? refuse(programmeNotFound(path));
  if (programme.scheme !== 'cash-transfers') refuse(otherScheme(path, { scheme: programme.scheme }));
  if (programme.target !== 'HOUSEHOLD') refuse(notForPersons(path));
  return programme;
}
