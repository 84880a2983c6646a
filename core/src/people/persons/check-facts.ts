import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { laterFacts } from '../households/refusals.js';
import { bornAfterFacts } from './refusals.js';

/** When a life began and ended, as far as it is said. */
export interface Life {
  readonly birthDate?: string | null;
  readonly deathDate?: string | null;
}

/** Refuses a birth after somebody first belonged to a household, and a death before they last did. */
export async function checkFacts(ctx: TxContext, id: string, { birthDate, deathDate }: Life, path = 'birthDate'): Promise<void> {
  if (!birthDate && !deathDate) return;
  const { rows: [known] } = await ctx.tx.query<{ first: string | null; last: string | null }>('select min(valid_from)::text as first, max(valid_to)::text as last from people.membership where person_id = $1', [id]);
  if (birthDate && known?.first && known.first < birthDate) refuse(bornAfterFacts(path, { birth: birthDate, day: known.first }));
  if (deathDate && known?.last && known.last > deathDate) refuse(laterFacts('deathDate', { day: known.last }));
}
