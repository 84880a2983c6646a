import fc from 'fast-check';
import type { ParameterValues, Rule, TableVersions } from '../../../src/programmes/rules/engine.js';

type Type = 'number' | 'money' | 'boolean' | 'date' | 'text';
type Made = fc.Arbitrary<string>;

/** What an expression may name: items of lists that it stands in, rules that stand before it. */
interface Names {
  readonly rows: readonly string[];
  readonly rules: Readonly<Partial<Record<Type, readonly string[]>>>;
}

const digits = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map(String),
  fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.stringMatching(/^[0-9]{1,4}$/)).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom('0', '0.5', '2.5', '0.05', '1000000000000000000000.01', '3'),
);
const day = fc.date({ min: new Date('1920-01-01'), max: new Date('2040-12-31'), noInvalidDate: true }).map((each) => each.toISOString().slice(0, 10));
const edgeDay = fc.oneof(day, fc.constantFrom('2024-02-29', '2000-02-29', '2026-02-28', '2026-01-31', '2026-03-01', '2025-12-31'));

const CHOICES = { roof: ['THATCH', 'IRON'], sex: ['FEMALE', 'MALE', 'OTHER'] };

function list(names: Names, depth: number): Made {
  return depth <= 0 ? fc.constant('household.members') : fc.constant(null).chain(() => someOf(names, depth));
}

function someOf(names: Names, depth: number): Made {
  const item = `m${names.rows.length}`;
  const inside = { ...names, rows: [...names.rows, item] };
  const members = fc.constant('household.members');
  return fc.oneof(
    { weight: 3, arbitrary: members },
    { weight: 2, arbitrary: expression('boolean', inside, depth - 1).map((condition) => `household.members.filter(${item}, ${condition})`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('top', 'bottom'), fc.integer({ min: 0, max: 3 }), expression('number', inside, depth - 1)).map(([which, count, key]) => `household.members.${which}(${count}, ${item}, ${key})`) },
  );
}

function values(type: Type, names: Names, depth: number): Made {
  return fc.constant(null).chain(() => valuesOf(type, names, depth));
}

function valuesOf(type: Type, names: Names, depth: number): Made {
  const item = `v${names.rows.length}`;
  const inside = { ...names, rows: [...names.rows, item] };
  const mapped = fc.tuple(list(names, depth - 1), expression(type, inside, depth - 1)).map(([of, value]) => `${of}.map(${item}, ${value})`);
  const literal = fc.array(expression(type, names, depth - 2), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
  return fc.oneof({ weight: 3, arbitrary: mapped }, { weight: 1, arbitrary: literal }, { weight: 1, arbitrary: mapped.map((each) => `${each}.distinct()`) });
}

function leaf(type: Type, { rows, rules }: Names): Made {
  const own: Readonly<Record<Type, readonly Made[]>> = {
    number: [digits, fc.constantFrom('household.attributes.rent', 'period.number', 'params.factor', 'params.later', 'household.members.size()'), ...rows.map((row) => fc.constantFrom(`${row}.age`, `${row}.attributes.income`))],
    money: [digits.map((each) => `money("${each}")`), fc.constantFrom('params.cap', 'money(household.attributes.rent)'), ...rows.map((row) => fc.constant(`money(${row}.attributes.income)`))],
    boolean: [fc.constantFrom('true', 'false', 'params.open'), ...rows.map((row) => fc.constant(`${row}.attributes.orphan`))],
    date: [edgeDay.map((each) => `date("${each}")`), fc.constantFrom('on', 'period.from', 'params.start'), ...rows.map((row) => fc.constant(`${row}.birthDate`))],
    text: [fc.constantFrom('"THATCH"', '"x"', '"Å\'"', 'household.attributes.roof', 'household.code'), ...rows.map((row) => fc.constant(`${row}.sex`))],
  };
  const earlier = rules[type] ?? [];
  return fc.oneof(...own[type], ...(earlier.length > 0 ? [fc.constantFrom(...earlier).map((code) => `rules.${code}`)] : []));
}

function call(name: string, ...args: readonly Made[]): Made {
  return fc.tuple(...args).map((given) => `${name}(${given.join(', ')})`);
}

function binary(left: Made, operators: readonly string[], right: Made): Made {
  return fc.tuple(left, fc.constantFrom(...operators), right).map(([a, op, b]) => `(${a} ${op} ${op === '/' || op === '%' ? b.replace(/^.*$/s, (all) => (isPlain(all) ? all.replaceAll(/[0-9.]+/g, '3') : all)) : b})`);
}

/** A literal, which must not be zero where it divides. */
function isPlain(text: string): boolean {
  return /^[-0-9.]+$/.test(text.replaceAll(/money|number|["()]/g, ''));
}

/** An expression of a type that the checker accepts. What it may consist of is made up only where it is taken. */
export function expression(type: Type, names: Names, depth: number): Made {
  return depth <= 0 ? leaf(type, names) : fc.constant(null).chain(() => composed(type, names, depth));
}

function composed(type: Type, names: Names, depth: number): Made {
  const of = (wanted: Type): Made => expression(wanted, names, depth - 1);
  const item = `e${names.rows.length}`;
  const inside = { ...names, rows: [...names.rows, item] };
  const ofItems = (wanted: Type): Made => expression(wanted, inside, depth - 1);
  const either = fc.tuple(of('boolean'), of(type), of(type)).map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`);
  const shared = [leaf(type, names), either, call('firstKnown', of(type), of(type))];
  const countable = (wanted: 'number' | 'money'): readonly Made[] => [
    call('min', of(wanted), of(wanted)), call('max', of(wanted), of(wanted), of(wanted)),
    call('abs', of(wanted)), call('floor', of(wanted)), call('ceil', of(wanted)), of(wanted).map((each) => `-${each.startsWith('-') ? `(${each})` : each}`),
    call('round', of(wanted)), call('round', of(wanted), of('number').map((step) => (isPlain(step) ? '3' : step))), call('round', of(wanted), fc.constantFrom('0.05', '0.1', '1', '1000', '7'), fc.constantFrom('"UP"', '"DOWN"', '"HALF_UP"', '"HALF_EVEN"')),
    fc.tuple(values(wanted, names, depth), fc.constantFrom('sum', 'avg', 'min', 'max')).map(([items, how]) => `${items}.${how}()`),
    fc.tuple(list(names, depth - 1), fc.integer({ min: 0, max: 3 }), ofItems(wanted)).map(([items, count, value]) => `${items}.best(${count}, ${item}, ${value})`),
    call('indexed', of(wanted), fc.constant('"prices"'), of('date'), of('date')), call('compounded', of(wanted), fc.constant('"raise"'), of('date'), of('date')),
  ];
  switch (type) {
    case 'number':
      return fc.oneof(...shared, ...countable('number'), binary(of('number'), ['+', '-', '*', '/', '%'], of('number')), binary(of('money'), ['/'], of('money')),
        list(names, depth).map((items) => `${items}.size()`), values('text', names, depth).map((items) => `${items}.count()`), of('money').map((each) => `number(${each})`),
        call('lookup', fc.constant('"bands"'), of('number')), call('lookup', fc.constant('"zones"'), of('text'), of('number'), of('date')),
        call('annuityFactor', fc.constant('"life"'), of('text'), fc.constantFrom('60', '61', '64', '59'), of('number')), call('lifeExpectancy', fc.constant('"life"'), fc.constantFrom('"x"', '"THATCH"'), of('number')),
        call('param', fc.constant('"prices"'), of('date')), call('year', of('date')), call('month', of('date')), call('day', of('date')),
        ...['ageAt', 'completedYears', 'monthsBetween', 'daysBetween'].map((name) => call(name, of('date'), of('date'))), call('days360', of('date'), of('date'), fc.constantFrom('"EU"', '"US"')));
    case 'money':
      return fc.oneof(...shared, ...countable('money'), binary(of('money'), ['+', '-', '%'], of('money')), binary(of('money'), ['*', '/'], of('number')), binary(of('number'), ['*'], of('money')),
        of('number').map((each) => `money(${each})`), call('progressive', fc.constant('"tax"'), of('money')), call('progressive', fc.constant('"tax"'), of('money'), of('date')));
    case 'boolean':
      return fc.oneof(...shared, binary(of('boolean'), ['&&', '||', '==', '!='], of('boolean')), of('boolean').map((each) => `!${each}`),
        ...(['number', 'money', 'date', 'text'] as const).map((each) => binary(free(each, names, depth - 1), ['==', '!=', '<', '<=', '>', '>='], free(each, names, depth - 1))),
        fc.constantFrom(...(['number', 'date', 'boolean'] as const)).chain(of).map((each) => `(${each} == null)`),
        fc.tuple(list(names, depth - 1), fc.constantFrom('exists', 'all'), ofItems('boolean')).map(([items, how, condition]) => `${items}.${how}(${item}, ${condition})`),
        fc.tuple(of('number'), values('number', names, depth)).map(([value, items]) => `(${value} in ${items})`),
        ...['startsWith', 'endsWith', 'contains'].map((name) => call(name, of('text'), of('text'))),
        fc.constantFrom('(household.attributes.roof == "IRON")', '(household.attributes.roof in ["IRON", "THATCH"])'));
    case 'date':
      return fc.oneof(...shared, call('min', of('date'), of('date')), call('max', of('date'), of('date')), call('addDays', of('date'), of('number')), call('addMonths', of('date'), of('number')),
        call('addYears', of('date'), of('number')), call('startOfMonth', of('date')), call('endOfMonth', of('date')),
        fc.tuple(values('date', names, depth), fc.constantFrom('min', 'max')).map(([items, how]) => `${items}.${how}()`));
    case 'text':
      return fc.oneof(...shared);
  }
}

/** Texts that may be compared with any: facts that have but a few values may not. */
function free(type: Type, names: Names, depth: number): Made {
  return type === 'text' ? fc.constantFrom('"THATCH"', '"x"', '"Z"', '"a"', 'household.code') : expression(type, names, depth);
}

/** Rules of one set, later ones using earlier ones. */
export function ruleSets(count: number, depth: number): fc.Arbitrary<readonly Rule[]> {
  const types: readonly Type[] = ['number', 'money', 'boolean', 'date', 'number', 'boolean', 'text', 'money'];
  const rules = Array.from({ length: count }, (_, index) => ({ code: `r${index}`, type: types[index % types.length] ?? 'number' }));
  return fc.tuple(...rules.map(({ type }, index) => {
    const before = Map.groupBy(rules.slice(0, index), (each) => each.type);
    return expression(type, { rows: [], rules: Object.fromEntries([...before].map(([of, some]) => [of, some.map(({ code }) => code)])) }, depth);
  })).map((expressions) => expressions.map((each, index) => ({ code: rules[index]?.code ?? '', kind: 'FORMULA', expression: each })));
}

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 10 });
const signed = fc.tuple(fc.constantFrom('', '-'), digits).map(([sign, text]) => `${sign}${text}`);

const member = fc.record({
  age: maybe(fc.integer({ min: 0, max: 110 })), sex: maybe(fc.constantFrom(...CHOICES.sex)), birthDate: maybe(edgeDay),
  attributes: fc.record({ income: maybe(signed), orphan: maybe(fc.boolean()) }),
});

/** Facts of a household, with gaps. */
export const randomFacts = fc.record({
  household: fc.record({
    code: maybe(fc.constantFrom('H-1', 'Z', 'x')), members: maybe(fc.array(member, { maxLength: 4 })),
    attributes: fc.record({ rent: maybe(signed), roof: maybe(fc.constantFrom(...CHOICES.roof)) }),
  }, { requiredKeys: ['attributes'] }),
  period: fc.record({ from: maybe(edgeDay), number: maybe(fc.integer({ min: 0, max: 12 })) }),
});

const dated = <T extends string>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly { id: string; from: string; value: T }[]> =>
  fc.uniqueArray(fc.record({ id: fc.uuid(), from: edgeDay, value }), { minLength: 1, maxLength: 4, selector: ({ from }) => from });

export const randomParameters: fc.Arbitrary<readonly ParameterValues[]> = fc.record({
  factor: dated(signed), later: fc.constant([{ id: 'l', from: '2099-01-01', value: '1' }]), cap: dated(digits), open: dated(fc.constantFrom('true', 'false')), start: dated(edgeDay),
  prices: dated(fc.integer({ min: 0, max: 300 }).map(String)), raise: dated(fc.constantFrom('0.05', '0.1', '-0.02', '0')),
}).map((all) => Object.entries(all).map(([code, values]) => ({ code, type: ({ cap: 'money', open: 'boolean', start: 'date' } as const)[code as 'cap'] ?? 'number', values })));

const bands = fc.uniqueArray(fc.record({ key: digits, value: signed }), { minLength: 1, maxLength: 6, selector: ({ key }) => Number(key) });
const versions = <T>(rows: fc.Arbitrary<T>): fc.Arbitrary<readonly { id: string; from: string; rows: T }[]> =>
  fc.uniqueArray(fc.record({ id: fc.uuid(), from: edgeDay, rows }), { minLength: 1, maxLength: 3, selector: ({ from }) => from });

export const randomTables: fc.Arbitrary<readonly TableVersions[]> = fc.record({
  bands: versions(bands.map((rows) => rows.map(({ key, value }) => ({ keys: [key], value })))),
  zones: versions(fc.tuple(bands, bands).map(([one, other]) => [...one.map(({ key, value }) => ({ keys: ['THATCH', key], value })), ...other.map(({ key, value }) => ({ keys: ['x', key], value }))])),
  tax: versions(bands.map((rows) => rows.map(({ key }, index) => ({ keys: [key], value: `0.${index}` })))),
  life: versions(fc.constant(['x', 'THATCH'].flatMap((sex) => [60, 61, 62, 63, 64].map((age) => ({ keys: [sex, String(age)], value: String((70 - age) * 97) }))))),
}).map((all) => [
  { code: 'bands', keys: [{ name: 'n', match: 'FROM', type: 'number' }], value: 'number', versions: all.bands },
  { code: 'zones', keys: [{ name: 'z', match: 'EXACT', type: 'text' }, { name: 'n', match: 'FROM', type: 'number' }], value: 'number', versions: all.zones },
  { code: 'tax', keys: [{ name: 'n', match: 'FROM', type: 'money' }], value: 'number', versions: all.tax },
  { code: 'life', keys: [{ name: 's', match: 'EXACT', type: 'text' }, { name: 'age', match: 'EXACT', type: 'number' }], value: 'number', versions: all.life },
]);
