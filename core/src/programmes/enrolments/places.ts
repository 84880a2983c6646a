import type { TxContext } from '../../kernel/write/transaction.js';

/** What is left of a programme's places and budget; null where it is not limited. */
export interface Left {
  readonly places: number | null;
  readonly budget: string | null;
}

/** What is left, held until the transaction ends: nobody else takes of it meanwhile. */
export async function holdPlaces(ctx: TxContext, programmeId: string): Promise<Left> {
  await ctx.tx.query('insert into programmes.occupancy (programme_id) values ($1) on conflict do nothing', [programmeId]);
  const { rows: [left] } = await ctx.tx.query<Left>(`
    select (p.places - o.taken)::int as places, (p.budget - o.granted)::text as budget
    from (select * from programmes.occupancy where programme_id = $1 for update) o join programmes.programme p on p.id = o.programme_id`, [programmeId]);
  return left ?? { places: null, budget: null };
}

/** What keeps an enrolment from being given a place; undefined where nothing does. What is left is held until the transaction ends. */
export async function lacks(ctx: TxContext, { id, programme_id }: { readonly id: string; readonly programme_id: string }): Promise<'PLACES_FULL' | 'BUDGET_SPENT' | undefined> {
  const { places, budget } = await holdPlaces(ctx, programme_id);
  if (places !== null && places < 1) return 'PLACES_FULL';
  const { rows: [row] } = await ctx.tx.query<{ spent: boolean | null }>('select coalesce(amount, 0) > $2::numeric as spent from programmes.enrolment where id = $1', [id, budget]);
  return row?.spent ? 'BUDGET_SPENT' : undefined;
}
