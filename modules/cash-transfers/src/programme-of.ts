import { ask, inProgrammesOf, programmeNotFound, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import { otherScheme } from './refusals.js';

/** Refuses a programme that is not of this scheme. */
export async function checkScheme(ctx: TxContext, programmeId: string, path: string): Promise<void> {
  const { rows: [programme] } = await ask<{ scheme: string }>(ctx, sql`select p.scheme from programmes.programme p where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (!programme) return refuse(programmeNotFound(path));
  if (programme.scheme !== 'cash-transfers') refuse(otherScheme(path, { scheme: programme.scheme }));
}
