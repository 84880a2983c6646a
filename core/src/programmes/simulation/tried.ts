import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { AskedRow } from '../rules/asked.js';
import type { CompiledRules } from '../rules/engine.js';
import { compiledWith, type Basis, type SimulatedProgramme } from './basis.js';
import type { Breakdown } from './breakdown.js';
import { lensRules } from './lens.js';
import { simulationNotFound } from './refusals.js';

/** A simulation as it was asked for. */
export interface Asking {
  readonly id: string;
  readonly state: 'RUNNING' | 'DONE';
  readonly programme: SimulatedProgramme;
  readonly on: string;
  readonly period: { readonly from: string; readonly to: string } | undefined;
  readonly placeId: string | null;
  readonly filter: string | null;
  readonly chosen: object | null;
  readonly breakdowns: readonly Breakdown[];
  readonly basis: { readonly tried: Basis; readonly against: Basis | null };
  readonly smallestCell: number;
}

/** Both sets of rules, compiled; those that are tried with what tells groups apart beside them. */
export interface Tried {
  readonly tried: CompiledRules;
  readonly against: CompiledRules | undefined;
  /** What to gather: the facts that either set asks for. */
  readonly gathered: CompiledRules;
}

/** A simulation, held until the transaction ends, so that no two processes work on it at once. */
export async function lockAsking(ctx: TxContext, id: string): Promise<Asking> {
  const { rows: [row] } = await ctx.tx.query<Omit<Asking, 'period' | 'programme'> & SimulatedProgramme & { readonly programme: string; readonly period_from: string | null; readonly period_to: string | null }>(
    `select r.id, r.state, p.id as programme, p.target, p.currency, r.on_date::text as on, r.period_from::text, r.period_to::text, r.place_id as "placeId", r.filter, r.chosen, r.breakdowns, r.basis, r.smallest_cell as "smallestCell"
     from programmes.simulation_report r join programmes.programme p on p.id = r.programme_id where r.id = $1 for update of r`, [id],
  );
  if (!row) return refuse(simulationNotFound('id'));
  const { programme, target, currency, period_from: from, period_to: to, ...rest } = row;
  return { ...rest, programme: { id: programme, target, currency }, period: from && to ? { from, to } : undefined };
}

export async function compileTried(ctx: TxContext, { programme, on, filter, breakdowns, basis }: Asking): Promise<Tried> {
  // What tells groups apart asks for parameters and tables too, by those of now: it decides nothing.
  const lens = lensRules(filter, breakdowns);
  const own = lens.length === 0 ? undefined : (await compiledWith(ctx, programme, lens, on)).basis;
  const tried = await compiledWith(ctx, programme, [...basis.tried.rules, ...lens], on, {
    parameters: [...basis.tried.parameters, ...(own?.parameters ?? [])], tables: [...basis.tried.tables, ...(own?.tables ?? [])],
  });
  const against = basis.against ? await compiledWith(ctx, programme, basis.against.rules, on, basis.against) : undefined;
  return { tried, against, gathered: against ? { ...tried, facts: both(tried.facts, against.facts) } : tried };
}

function both(one: ReadonlyMap<string, AskedRow>, other: ReadonlyMap<string, AskedRow>): ReadonlyMap<string, AskedRow> {
  return new Map([...one].map(([name, asked]) => [name, together(asked, other.get(name))]));
}

/** What is asked of a row by either. */
function together(one: AskedRow, other: AskedRow | undefined): AskedRow {
  const asked = new AskedRow();
  for (const [name, { fact, of }] of [...one.facts, ...(other?.facts ?? [])]) {
    const known = asked.facts.get(name)?.of;
    asked.facts.set(name, { fact, ...(of && { of: known ? together(known, of) : of }) });
  }
  return asked;
}
