import { ask, personNotFound, refuse, seesPerson, sql, type TxContext } from '@kinga/plugin-sdk';
import { personMergedAway } from './refusals.js';

/** A person whom the actor sees and who was not found to be another, kept as they are until the transaction ends. */
export async function somePerson(ctx: TxContext, id: string, path = 'personId'): Promise<{ readonly id: string; readonly born: string | null; readonly died: string | null }> {
  const { rows: [found] } = await ask<{ id: string; born: string | null; died: string | null; merged: boolean }>(ctx, sql`
    select p.id, p.birth_date::text as born, p.death_date::text as died, p.merged_into_id is not null as merged from people.person p where p.id = ${id}::uuid and ${seesPerson(ctx, sql`p`)} for share of p`);
  if (!found) return refuse(personNotFound(path));
  if (found.merged) refuse(personMergedAway(path));
  return found;
}
