import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { ParameterValues, Rule, TableVersion, TableVersions } from '../../../src/programmes/rules/engine.js';
import { exact, Exact } from './decimal.js';
import { addDays, addMonths, completedMonths, days360, daysBetween, endOfMonth, partsOf, startOfMonth } from './days.js';

/** A value in the oracle; null is unknown. Rows are plain objects. */
type Value = Exact | string | boolean | null | readonly Value[] | Row;
interface Row {
  readonly [name: string]: unknown;
}

/** What a set of rules is evaluated with. */
export interface OracleWorld {
  readonly on: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rules: readonly Rule[];
  readonly parameters: readonly ParameterValues[];
  readonly tables: readonly TableVersions[];
}

const parser = new Environment();

/** The values of all rules, by their codes, as texts: a second opinion that shares nothing with the engine but the parser. */
export function oracle(world: OracleWorld): Readonly<Record<string, string | null>> {
  const evaluator = new Oracle(world);
  return Object.fromEntries(world.rules.map(({ code }) => [code, textOf(evaluator.rule(code))]));
}

function textOf(value: Value): string | null {
  return value === null ? null : String(value);
}

class Oracle {
  private readonly known = new Map<string, Value>();
  constructor(private readonly world: OracleWorld) {}

  rule(code: string): Value {
    const known = this.known.get(code);
    if (known !== undefined) return known;
    const rule = this.world.rules.find((each) => each.code === code);
    if (!rule) throw new Error(`no rule ${code}`);
    const value = this.eval(parser.parse(rule.expression).ast, new Map());
    this.known.set(code, value);
    return value;
  }

  private eval(node: ASTNode, names: ReadonlyMap<string, Value>): Value {
    switch (node.op) {
      case 'value':
        return typeof node.args === 'bigint' || typeof node.args === 'number' ? exact(node.input.slice(node.start, node.end)) : (node.args as Value);
      case 'id':
        if (names.has(node.args)) return names.get(node.args) ?? null;
        return node.args === 'on' ? this.world.on : ((this.world.facts[node.args] ?? {}) as Row);
      case '.':
        return this.member(node.args[0], node.args[1], names);
      case 'list':
        return node.args.map((item) => this.eval(item, names));
      case '&&':
      case '||': {
        const decides = node.op === '||';
        const both = node.args.map((each) => this.eval(each, names));
        return both.includes(decides) ? decides : both.includes(null) ? null : !decides;
      }
      case '!_': {
        const of = this.eval(node.args, names);
        return of === null ? null : !of;
      }
      case '-_': {
        const of = this.eval(node.args, names);
        return of === null ? null : (of as Exact).negated();
      }
      case '?:': {
        const [condition, yes, no] = node.args;
        const holds = this.eval(condition, names);
        return holds === null ? null : this.eval(holds ? yes : no, names);
      }
      case 'in':
        return contains(this.eval(node.args[1], names) as readonly Value[] | null, this.eval(node.args[0], names));
      case 'rcall':
        return this.ofList(node, names);
      case 'call':
        return this.call(node, names);
      default:
        return this.binary(node as Extract<ASTNode, { args: [ASTNode, ASTNode] }>, names);
    }
  }

  private member(of: ASTNode, name: string, names: ReadonlyMap<string, Value>): Value {
    if (of.op === 'id' && of.args === 'rules') return this.rule(name);
    if (of.op === 'id' && of.args === 'params') return this.parameter(name, this.world.on);
    const row = this.eval(of, names) as Row | null;
    return factOf(row?.[name]);
  }

  private parameter(code: string, day: string | null): Value {
    const parameter = this.world.parameters.find((each) => each.code === code);
    const value = parameter && day !== null ? latest(parameter.values, day)?.value : undefined;
    return parameter && value !== undefined ? typed(parameter.type, value) : null;
  }

  private binary(node: Extract<ASTNode, { args: [ASTNode, ASTNode] }>, names: ReadonlyMap<string, Value>): Value {
    const [left, right] = node.args;
    const isNull = [left, right].find((each) => each.op === 'value' && each.args === null);
    if (isNull) {
      const other = this.eval(isNull === left ? right : left, names);
      return node.op === '==' ? other === null : other !== null;
    }
    const [a, b] = [this.eval(left, names), this.eval(right, names)];
    if (a === null || b === null) return null;
    switch (node.op) {
      case '==':
        return compare(a, b) === 0;
      case '!=':
        return compare(a, b) !== 0;
      case '<':
        return compare(a, b) < 0;
      case '<=':
        return compare(a, b) <= 0;
      case '>':
        return compare(a, b) > 0;
      case '>=':
        return compare(a, b) >= 0;
      default:
        return arithmetic(node.op, a as Exact, b as Exact);
    }
  }

  private ofList(node: Extract<ASTNode, { op: 'rcall' }>, names: ReadonlyMap<string, Value>): Value {
    const [name, receiver, args] = node.args;
    const list = this.eval(receiver, names) as readonly Value[] | null;
    if (list === null) return null;
    const each = ([variable, body]: readonly ASTNode[]): readonly Value[] => list.map((item) => (variable && body ? this.eval(body, new Map(names).set(variable.args as string, item)) : null));
    switch (name) {
      case 'size':
      case 'count':
        return exact(list.length);
      case 'map':
        return each(args);
      case 'filter': {
        const holds = each(args);
        return list.filter((_, index) => holds[index] === true);
      }
      case 'exists':
        return contains(each(args), true);
      case 'all': {
        const holds = each(args);
        return holds.includes(false) ? false : holds.includes(null) ? null : true;
      }
      case 'distinct':
        return list.filter((item, index) => list.findIndex((other) => (item === null || other === null ? item === other : compare(item, other) === 0)) === index);
      case 'top':
      case 'bottom':
        return this.extreme(list, name, args[0] ? this.eval(args[0], names) : null, each(args.slice(1)));
      case 'best':
        return best(args[0] ? this.eval(args[0], names) : null, each(args.slice(1)));
      default:
        return aggregate(name, list);
    }
  }

  private extreme(list: readonly Value[], name: string, count: Value, keys: readonly Value[]): Value {
    if (count === null) return null;
    const ranked = list.map((item, index) => ({ item, index, key: keys[index] ?? null })).sort((a, b) => {
      if (a.key === null || b.key === null) return a.key === b.key ? a.index - b.index : a.key === null ? -1 : 1;
      const order = compare(a.key, b.key);
      return (name === 'top' ? -order : order) || a.index - b.index;
    });
    return ranked.slice(0, howMany(count)).sort((a, b) => a.index - b.index).map(({ item }) => item);
  }

  private call(node: Extract<ASTNode, { op: 'call' }>, names: ReadonlyMap<string, Value>): Value {
    const [name, nodes] = node.args;
    const texts = nodes.map((each) => (each.op === 'value' && typeof each.args === 'string' ? each.args : ''));
    if (name === 'money' || name === 'number') return nodes[0]?.op === 'value' && typeof nodes[0].args === 'string' ? exact(nodes[0].args) : this.eval(nodes[0] as ASTNode, names);
    const args = nodes.map((each) => this.eval(each, names));
    if (name === 'firstKnown') return args.find((each) => each !== null) ?? null;
    if (name === 'lookup' || name === 'progressive' || name === 'annuityFactor' || name === 'lifeExpectancy') return this.tabled(name, texts[0] ?? '', args.slice(1));
    if (name === 'param') return this.parameter(texts[0] ?? '', args[1] as string | null);
    if (name === 'indexed' || name === 'compounded') return this.serial(name, texts[1] ?? '', args);
    return args.includes(null) ? null : plain(name, args);
  }

  private serial(name: string, code: string, [amount, , from, to]: readonly Value[]): Value {
    if (amount === null || from === null || to === null) return null;
    if (name === 'indexed') {
      const [start, end] = [this.parameter(code, from as string), this.parameter(code, to as string)];
      return start === null || end === null ? null : arithmetic('/', (amount as Exact).times(end as Exact), start as Exact);
    }
    if (compare(from as Value, to as Value) > 0) return null;
    const rates = (this.world.parameters.find((each) => each.code === code)?.values ?? []).filter((each) => each.from > (from as string) && each.from <= (to as string));
    return rates.reduce((product, { value }) => product.times(exact(1).plus(exact(value))), amount as Exact);
  }

  private tabled(name: string, code: string, args: readonly Value[]): Value {
    const table = this.world.tables.find((each) => each.code === code);
    if (!table) throw new Error(`no table ${code}`);
    const own = table.keys.length + (name === 'annuityFactor' ? 1 : 0);
    const day = args.length > own ? args[own] : this.world.on;
    const version = typeof day === 'string' ? latest(table.versions, day) : undefined;
    if (!version || args.slice(0, own).includes(null)) return null;
    if (name === 'lookup') return lookedUp(table, version, args);
    if (name === 'progressive') return progressive(version, args[0] as Exact);
    return ofLife(name, table, version, args);
  }
}

function factOf(value: unknown): Value {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? exact(value) : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? exact(value) : (value as Value);
}

function typed(type: string, value: string): Value {
  if (type === 'number' || type === 'money') return exact(value);
  return type === 'boolean' ? value === 'true' : value;
}

function latest<T extends { readonly from: string }>(all: readonly T[], day: string): T | undefined {
  return [...all].sort((a, b) => (a.from < b.from ? -1 : 1)).findLast(({ from }) => from <= day);
}

function compare(a: Value, b: Value): number {
  if (a instanceof Exact && b instanceof Exact) return a.compare(b);
  return a === b ? 0 : (a as string) < (b as string) ? -1 : 1;
}

function arithmetic(op: string, a: Exact, b: Exact): Value {
  switch (op) {
    case '+':
      return a.plus(b);
    case '-':
      return a.minus(b);
    case '*':
      return a.times(b);
    case '/':
      return b.sign() === 0 ? null : a.over(b);
    case '%':
      return b.sign() === 0 ? null : a.remainder(b);
    default:
      throw new Error(`no operator ${op}`);
  }
}

function contains(list: readonly Value[] | null, value: Value): Value {
  if (list === null) return null;
  if (list.length === 0) return false;
  if (value === null) return null;
  return list.some((item) => item !== null && compare(item, value) === 0) ? true : list.includes(null) ? null : false;
}

function howMany(count: Value): number {
  return Math.max(0, Number((count as Exact).whole(exact(1))));
}

function best(count: Value, values: readonly Value[]): Value {
  if (count === null) return null;
  const size = howMany(count);
  if (size === 0 || values.length < size || values.includes(null)) return null;
  const sums = Array.from({ length: values.length - size + 1 }, (_, start) => (values.slice(start, start + size) as Exact[]).reduce((sum, each) => sum.plus(each)));
  return sums.reduce((most, each) => (each.compare(most) > 0 ? each : most)).over(exact(size));
}

function aggregate(name: string, list: readonly Value[]): Value {
  if (list.includes(null)) return null;
  if (name === 'sum') return (list as Exact[]).reduce((sum, each) => sum.plus(each), exact(0));
  if (list.length === 0) return null;
  if (name === 'avg') return (list as Exact[]).reduce((sum, each) => sum.plus(each), exact(0)).over(exact(list.length));
  return list.reduce((found, each) => (name === 'min' ? compare(each, found) < 0 : compare(each, found) > 0) ? each : found);
}

function lookedUp({ keys }: TableVersions, { rows }: TableVersion, given: readonly Value[]): Value {
  const fitting = rows.filter((row) => keys.every(({ match, type }, index) => {
    const order = compare(typed(type, row.keys[index] ?? ''), given[index] ?? null);
    return match === 'EXACT' ? order === 0 : order <= 0;
  }));
  const last = keys.length - 1;
  const best_ = fitting.reduce<(typeof rows)[number] | undefined>((found, row) => (found && exactKey(found.keys[last]).compare(exactKey(row.keys[last])) > 0 ? found : row), undefined);
  return best_ ? typed('number', best_.value) : null;
}

function exactKey(key: string | undefined): Exact {
  return exact(key !== undefined && /^-?\d/.test(key) ? key : '0');
}

function progressive({ rows }: TableVersion, x: Exact): Value {
  const sorted = [...rows].sort((a, b) => exactKey(a.keys[0]).compare(exactKey(b.keys[0])));
  return sorted.reduce((sum, row, index) => {
    const lower = exactKey(row.keys[0]);
    if (x.compare(lower) <= 0) return sum;
    const next = sorted[index + 1]?.keys[0];
    const upper = next !== undefined && exact(next).compare(x) < 0 ? exact(next) : x;
    return sum.plus(exact(row.value).times(upper.minus(lower)));
  }, exact(0));
}

function ofLife(name: string, { keys }: TableVersions, { rows }: TableVersion, args: readonly Value[]): Value {
  const age = args[keys.length - 1] as Exact;
  const own = rows.filter((row) => keys.slice(0, -1).every(({ type }, index) => compare(typed(type, row.keys[index] ?? ''), args[index] ?? null) === 0))
    .map((row) => ({ age: exactKey(row.keys.at(-1)), l: exact(row.value) })).filter((row) => row.age.compare(age) >= 0).sort((a, b) => a.age.compare(b.age));
  const [first] = own;
  const growth = exact(1).plus(name === 'annuityFactor' ? (args[keys.length] as Exact) : exact(0));
  if (!first || first.age.compare(age) !== 0 || growth.sign() <= 0) return null;
  let [power, sum] = [exact(1), exact(0)];
  for (const row of own) {
    const term = arithmetic('/', row.l, first.l.times(power));
    if (term === null) return null;
    if (name === 'annuityFactor' || row !== first) sum = sum.plus(term as Exact);
    power = power.times(growth);
  }
  return sum;
}

function plain(name: string, args: readonly Value[]): Value {
  const [a, b, c] = args;
  const [x, from, to] = [a as Exact, a as string, b as string];
  switch (name) {
    case 'min':
    case 'max':
      return aggregate(name, args);
    case 'abs':
      return x.sign() < 0 ? x.negated() : x;
    case 'floor':
      return x.sign() < 0 && !x.isWhole() ? exact(x.whole(exact(1))).minus(exact(1)) : exact(x.whole(exact(1)));
    case 'ceil':
      return x.sign() > 0 && !x.isWhole() ? exact(x.whole(exact(1))).plus(exact(1)) : exact(x.whole(exact(1)));
    case 'round':
      return rounded(x, (b ?? exact(1)) as Exact, (c ?? 'HALF_UP') as string);
    case 'size':
      return exact((a as readonly Value[]).length);
    case 'date':
      return a ?? null;
    case 'ageAt':
    case 'completedYears':
      return exact(Math.trunc(completedMonths(from, to) / 12));
    case 'monthsBetween':
      return exact(completedMonths(from, to));
    case 'daysBetween':
      return exact(daysBetween(from, to));
    case 'days360':
      return exact(days360(from, to, (c ?? 'EU') as string));
    case 'addDays':
    case 'addMonths':
    case 'addYears': {
      const count = name === 'addYears' ? (b as Exact).times(exact(12)) : (b as Exact);
      if (!count.isWhole()) return null;
      return (name === 'addDays' ? addDays : addMonths)(from, Number(count.whole(exact(1))));
    }
    case 'startOfMonth':
      return startOfMonth(from);
    case 'endOfMonth':
      return endOfMonth(from);
    case 'year':
    case 'month':
    case 'day':
      return exact(partsOf(from)[name]);
    case 'startsWith':
      return from.startsWith(to);
    case 'endsWith':
      return from.endsWith(to);
    case 'contains':
      return from.includes(to);
    default:
      throw new Error(`no function ${name}`);
  }
}

function rounded(x: Exact, step: Exact, mode: string): Value {
  if (step.sign() <= 0) return null;
  const [size, sign] = x.sign() < 0 ? [x.negated(), -1] : [x, 1];
  const steps = size.whole(step);
  const rest = size.remainder(step);
  const half = rest.plus(rest).compare(step);
  const up = { UP: rest.sign() > 0, DOWN: false, HALF_UP: half >= 0, HALF_EVEN: half > 0 || (half === 0 && steps % 2n === 1n) }[mode] ?? false;
  return exact(steps + (up ? 1n : 0n)).times(step).times(exact(sign));
}
