import { programmeNotFound, refuse, type TxContext } from '@kinga/plugin-sdk';
import { notForPersons, otherScheme } from './refusals.js';

/** A programme of this scheme that enrols households; refuses others. Held until the transaction ends. */
export async function cashProgramme(ctx: TxContext, id: string, path: string): Promise<{ readonly currency: string }> {
  const { rows } = await ctx.tx.query<{ scheme: string; target: string; currency: string }>(
    'select scheme, target, currency from programmes.programme where id = $1 for share', [id],
  );
  const programme = rows[0] ?? refuse(programmeNotFound(path));
  if (programme.scheme !== 'cash-transfers') refuse(otherScheme(path, { scheme: programme.scheme }));
  if (programme.target !== 'HOUSEHOLD') refuse(notForPersons(path));
  return programme;
}
