import type { Explained, TxContext } from '@kinga/plugin-sdk';

export interface Compared {
  readonly has: string | null;
  readonly needs: string | null;
}

const NOTHING: Compared = { has: null, needs: null };
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The two sides of a condition that compares: what there is, and what is needed. A literal has no part of its own and stands in the text. */
export function comparison(rule: Explained | undefined): Compared {
  const [left, right, ...more] = rule?.children ?? [];
  if (!rule || !left || more.length > 0) return NOTHING;
  const side = (part: Explained): string | null => (part.value === null || part.value === undefined || part.items ? null : String(part.value));
  const after = rule.expression.startsWith(left.expression) ? /^\s*(>=|<=|>|<|==)\s*(.+)$/s.exec(rule.expression.slice(left.expression.length)) : null;
  if (!after) return NOTHING;
  const [has, needs] = [side(left), right ? side(right) : literal(after[2] ?? '')];
  return { has, needs };
}

/** By how much the sides of conditions differ, where both are numbers; null where they are not, in the order given. */
export async function differences(ctx: TxContext, compared: readonly Compared[]): Promise<readonly (string | null)[]> {
  const numbers = compared.map(({ has, needs }) => (has !== null && needs !== null && NUMBER.test(has) && NUMBER.test(needs) ? [has, needs] as const : [null, null] as const));
  const { rows } = await ctx.tx.query<{ by: string | null }>(
    'select trim_scale(abs(n - h))::text as by from unnest($1::numeric[], $2::numeric[]) with ordinality as t(h, n, at) order by at', [numbers.map(([has]) => has), numbers.map(([, needs]) => needs)]);
  return rows.map(({ by }) => by);
}

/** What a literal says: `120`, `"F"`, `date("2026-01-01")`, `money("10.00")`. */
function literal(text: string): string | null {
  const [, inside = text] = /^(?:date|money|number)\((.+)\)$/s.exec(text.trim()) ?? [];
  const [, quoted] = /^"([^"]*)"$/.exec(inside.trim()) ?? [];
  return quoted ?? (NUMBER.test(inside.trim()) || /^(true|false)$/.test(inside.trim()) ? inside.trim() : null);
}
