import type { ASTNode } from '@marcbachmann/cel-js';
import { sql } from '../../kernel/read/sql.js';
import { mayUseMasked, read } from './access.js';
import { didYouMean } from './did-you-mean.js';
import { conversions } from './functions/conversions.js';
import { bestFunctions } from './functions/best.js';
import { dates } from './functions/dates.js';
import { lifeTables } from './functions/life-tables.js';
import { listFunctions } from './functions/lists.js';
import { lookupFunctions } from './functions/lookup.js';
import { numbers } from './functions/numbers.js';
import { progressive } from './functions/progressive.js';
import { series } from './functions/series.js';
import { texts } from './functions/texts.js';
import type { ListFunction, PlainFunction } from './functions/call.js';
import { rowFact } from './contributed-shape.js';
import { textsOf } from './rule-facts.js';
import { termOf, type Scope } from './scope.js';
import type { RowShape } from './shape.js';
import type { RowTerm, Term } from './term.js';
import { wrong } from './types.js';

export const PLAIN: ReadonlyMap<string, PlainFunction> = new Map([...conversions, ...numbers, ...dates, ...texts, ...lookupFunctions, progressive, ...series, ...lifeTables].map((each) => [each.name, each]));
export const OF_LISTS: ReadonlyMap<string, ListFunction> = new Map([...listFunctions, ...bestFunctions].map((each) => [each.name, each]));

export function functionOf(scope: Scope, node: Extract<ASTNode, { op: 'call' }>): Term {
  const [name, args] = node.args;
  const known = PLAIN.get(name) ?? wrong(node.start, `There is no function "${name}".`, didYouMean(name, [...PLAIN.keys()]));
  return known.meaning({ scope, args, at: node.start });
}

export function methodOf(scope: Scope, node: Extract<ASTNode, { op: 'rcall' }>): Term {
  const [name, receiver, args] = node.args;
  const of = termOf(scope, receiver);
  switch (of.kind) {
    case 'wrong':
      return of;
    case 'list': {
      const known = OF_LISTS.get(name) ?? wrong(node.start, `A list has no "${name}".`, didYouMean(name, [...OF_LISTS.keys()]));
      return known.meaning({ scope, args, at: node.start }, of);
    }
    case 'row':
      return asked(scope, of, name, args, node.start);
    case 'value':
      return wrong(node.start, `"${name}" is asked of a value, which is not a list.`, PLAIN.has(name) ? `Write it as ${PLAIN.get(name)?.example}.` : undefined);
  }
}

/** What a module's function says of a row: a fact under the function's name and its arguments. */
function asked(scope: Scope, row: RowTerm, name: string, args: readonly ASTNode[], at: number): Term {
  const { vocabulary } = scope;
  const { resource } = row.shape;
  const known = resource && vocabulary.functions.get(name);
  if (!resource || !known) return wrong(at, `${row.shape.label} has no function "${name}".`, didYouMean(name, [...vocabulary.functions.keys()]));
  const texts = textsOf(args, known);
  const { type, masked } = known.meaning({ resource, alias: sql`null` }, texts, at);
  if (masked) mayUseMasked(scope, `What "${name}" is asked for is masked`, at);
  const path = [name, ...texts.map(({ text }) => text)];
  const last = path.pop() ?? name;
  let [asking, json] = [row.asked, row.json];
  for (const key of path) {
    asking = asking.row(key, rowFact(CALLS));
    json = sql`${json} -> ${key}::text`;
  }
  asking.value(last, { kind: 'value', type, ...(masked && { masked }), gather: ({ alias }) => known.meaning({ resource, alias }, texts, at).sql });
  return { kind: 'value', type, sql: read(json, last, type), from: 'fact' };
}

/** Facts that are asked for by a function lie under its name and arguments: `answer` → `poverty` → `roof`. */
const CALLS: RowShape = { label: 'call', names: [], fact: () => undefined };
