import type { TxContext } from '../../kernel/write/transaction.js';
import { CLASSES } from './levels.js';
import type { NameSpread, PatternCount, Population } from './estimate.js';
import { PATTERNS, POPULATION, spreadOf } from './work-sql.js';

interface PopulationRow {
  readonly elsewhere: number;
  readonly place: number;
  readonly household: number;
  readonly crossed: number;
  readonly same_birth: number;
  readonly same_phone: number;
}

/** What the weights are estimated from: a few hundred rows, counted in the database. */
export async function readCounts(ctx: TxContext): Promise<{ readonly blocked: readonly PatternCount[]; readonly sample: readonly PatternCount[]; readonly population: Population }> {
  const { rows } = await ctx.tx.query<PatternCount & { readonly sample: boolean }>(PATTERNS, []);
  const { rows: [found] } = await ctx.tx.query<PopulationRow>(POPULATION, []);
  if (!found) throw new Error('nothing was counted');
  const population: Population = {
    pairs: [found.elsewhere, found.place, found.household],
    given: await spread(ctx, 'given'),
    family: await spread(ctx, 'family'),
    crossed: found.crossed,
    sameBirth: found.same_birth,
    samePhone: found.same_phone,
  };
  return { blocked: rows.filter(({ sample }) => !sample), sample: rows.filter(({ sample }) => sample), population };
}

async function spread(ctx: TxContext, name: 'given' | 'family'): Promise<NameSpread> {
  const { rows } = await ctx.tx.query<{ class: number; bearers: number; pairs: number }>(spreadOf(name), []);
  const of = (what: 'bearers' | 'pairs'): number[] => CLASSES.map((_, index) => rows.find((row) => row.class === index)?.[what] ?? 0);
  return { bearers: of('bearers'), pairs: of('pairs') };
}
