import { Readable } from 'node:stream';
import { constants, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { sql, trusted } from '../../src/kernel/read/sql.js';
import { readXml } from '../../src/exchange/imports/read/xml.js';
import { indicators } from '../../src/indicators/indicator.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { programmeOf } from '../programmes/testing/enrolling.js';
import { attack } from './testing/attack.js';

/** A row of what is measured. */
interface Row {
  readonly person: number;
  readonly sex: string;
  readonly age: number;
  readonly place: string;
  readonly programme: string;
  readonly day: string;
  readonly value: number;
}

let test: TestPlatform;
let monitor: TestClient;
let officer: TestClient;
let measured: readonly Row[] = [];
const programmeIds: Record<string, string> = {};

const rows = (value: string, weight: string): Parameters<typeof indicators.contribute>[1]['rows'] => (_ctx, { from, to }) => sql`
  select m.id as programme_id, md5(r.person::text)::uuid as person_id, h.id as place_id, r.sex, r.age, r.day as on_day, ${trusted(value)}::numeric as value, ${trusted(weight)}::numeric as weight, 'GHS' as currency
  from jsonb_to_recordset(${JSON.stringify(measured)}::jsonb) r (person int, sex text, age int, place text, programme text, day date, value numeric) join programmes.programme m on m.code = r.programme join people.place h on h.code = r.place
  where r.day between ${from} and ${to}`;
const about = { description: 'Made up', source: 'Made up for this test', permission: 'programmes.enrolments.read' };
const office = defineModule({ name: 'office', version: '1.0.0', kinga: { id: 'office', requires: { indicators: '*' } } }, {
  description: 'Measures what a test makes up',
  contributes: [
    indicators.contribute('office.people', { ...about, unit: 'COUNT', rows: rows('null', 'null') }), indicators.contribute('office.paid', { ...about, unit: 'AMOUNT', rows: rows('r.value', 'null') }),
    indicators.contribute('office.complied', { ...about, unit: 'RATIO', rows: rows('sign(r.value)', '1') }),
  ],
});

beforeAll(async () => {
  test = await startTestPlatform({ modules: [office], workers: false });
  await test.as('people.places.manage').run(`mutation { placesRegister(input: { places: [{ code: "D1", name: "One", level: "district" }, { code: "D2", name: "Two", level: "district" },
    { code: "V1", name: "V1", level: "village", parentCode: "D1" }, { code: "V2", name: "V2", level: "village", parentCode: "D1" }, { code: "V3", name: "V3", level: "village", parentCode: "D2" }] }) { userErrors { code } } }`);
  for (const code of ['A', 'B']) programmeIds[code] = await programmeOf(test, code);
  monitor = test.as('indicators.indicators.read', 'programmes.enrolments.read', 'kernel.files.read');
  officer = test.as('indicators.indicators.read', 'programmes.enrolments.read', 'people.persons.read');
});
afterAll(() => test?.stop());

const of = (person: number, more: Partial<Row> = {}): Row => ({ person, sex: 'MALE', age: 40, place: 'V3', programme: 'B', day: '2026-01-10', value: 50, ...more });
/** So many people of one kind. */
const some = (count: number, first: number, more: Partial<Row> = {}): readonly Row[] => Array.from({ length: count }, (_, at) => of(first + at, more));

interface Told {
  readonly keys: readonly (string | null)[];
  readonly value: string | null;
  readonly count: number | null;
}

async function told(who: TestClient, code: string, more: object = {}): Promise<readonly Told[]> {
  const { indicator } = await who.run<{ indicator: { rows: readonly Told[] } }>('query ($input: IndicatorInput!) { indicator(input: $input) { rows { keys value count } } }', { input: { code, from: '2026-01-01', to: '2026-12-31', ...more } });
  return indicator.rows;
}
/** A cell as a number; hidden where it is. */
async function cell(who: TestClient, code: string, more: object = {}, key?: string): Promise<number | 'hidden'> {
  const found = (await told(who, code, more)).find(({ keys }) => key === undefined || keys[0] === key);
  return found?.value ? Number(found.value) : 'hidden';
}
/** What two answers differ by. */
const between = (one: number | 'hidden', other: number | 'hidden'): number | 'hidden' => (one === 'hidden' || other === 'hidden' ? 'hidden' : one - other);

/** Two answers whose difference tells of three people. */
function differing(name: string, made: () => readonly Row[], one: (who: TestClient) => Promise<number | 'hidden'>, other: (who: TestClient) => Promise<number | 'hidden'>): void {
  attack(name, {
    blocked: async () => {
      measured = made();
      const by = between(await one(monitor), await other(monitor));
      expect(by === 'hidden' || by % 10 === 0).toBe(true);
    },
    twin: async () => {
      measured = made();
      expect(between(await one(officer), await other(officer))).toBe(3);
    },
  });
}

const PEOPLE = 'office.people';
const DISTRICT = { by: ['PLACE'], placeLevel: 'district' };
const VILLAGE = { by: ['PLACE'], placeLevel: 'village' };

describe('few of whom an indicator tells', () => {
  const women = (): readonly Row[] => [...some(57, 100), ...some(3, 1, { sex: 'FEMALE' })];
  attack('asked for by their sex', {
    blocked: async () => { measured = women(); expect([[50, 60], [60, 50]].map(([n]) => [{ keys: ['FEMALE'], value: null, count: null }, { keys: ['MALE'], value: String(n), count: n }])).toContainEqual(await told(monitor, PEOPLE, { by: ['SEX'] })); },
    twin: async () => { measured = women(); expect(await told(officer, PEOPLE, { by: ['SEX'] })).toEqual([{ keys: ['FEMALE'], value: '3', count: 3 }, { keys: ['MALE'], value: '57', count: 57 }]); },
  });
  differing('as the sum less the cells that are told', women, (who) => cell(who, PEOPLE), (who) => cell(who, PEOPLE, { by: ['SEX'] }, 'MALE'));
  differing('as what groups of age differ by that begin a year apart', () => [...some(31, 100, { age: 30 }), ...some(3, 1, { age: 60 }), ...some(44, 200, { age: 70 })],
    (who) => cell(who, PEOPLE, { by: ['AGE'], ages: [60] }, '60+'), (who) => cell(who, PEOPLE, { by: ['AGE'], ages: [61] }, '61+'));
  differing('as what times differ by that end a day apart', () => [...some(42, 100), ...some(3, 1, { day: '2026-01-11' })],
    (who) => cell(who, PEOPLE, { to: '2026-01-11' }), (who) => cell(who, PEOPLE, { to: '2026-01-10' }));
  differing('as all programmes less one', () => [...some(42, 100), ...some(3, 1, { programme: 'A' })], (who) => cell(who, PEOPLE), (who) => cell(who, PEOPLE, { programmeId: programmeIds['B'] }));
  differing('as a district less the villages of it that are told', () => [...some(42, 100, { place: 'V2' }), ...some(3, 1, { place: 'V1' }), ...some(90, 200)],
    (who) => cell(who, PEOPLE, DISTRICT, 'D1'), (who) => cell(who, PEOPLE, VILLAGE, 'V2'));

  const oftenPaid = (): readonly Row[] => Array.from({ length: 30 }, (_, at) => of(1, { day: `2026-02-${String((at % 28) + 1).padStart(2, '0')}` }));
  attack('as one person of whom there are many rows', {
    blocked: async () => { measured = oftenPaid(); for (const code of ['office.paid', PEOPLE, 'office.complied']) expect(await told(monitor, code)).toEqual([{ keys: [], value: null, count: null }]); },
    twin: async () => { measured = oftenPaid(); expect(await told(officer, 'office.paid')).toEqual([{ keys: [], value: '1500', count: 30 }]); },
  });
  const among = (): readonly Row[] => [...oftenPaid().map((row) => ({ ...row, sex: 'FEMALE' })), ...some(200, 100)];
  attack('as one person of many rows among others, by the sum less the cells that are told', {
    blocked: async () => {
      measured = among();
      for (const code of ['office.paid', PEOPLE]) {
        const by = between(await cell(monitor, code), await cell(monitor, code, { by: ['SEX'] }, 'MALE'));
        const mine = code === 'office.paid' ? 1500 : 30;
        expect(by).not.toBe(mine);
      }
    },
    twin: async () => { measured = among(); expect(between(await cell(officer, 'office.paid'), await cell(officer, 'office.paid', { by: ['SEX'] }, 'MALE'))).toBe(1500); },
  });
  const rich = (): readonly Row[] => [...some(60, 100), of(1, { sex: 'FEMALE', value: 4_321 })];
  attack('as an amount that only one person has, by the sum less the others', {
    blocked: async () => { measured = rich(); expect([await cell(monitor, 'office.paid'), await cell(monitor, 'office.paid', { by: ['SEX'] }, 'MALE')]).toEqual(['hidden', 3000]); },
    twin: async () => { measured = rich(); expect([await cell(officer, 'office.paid'), await cell(officer, 'office.paid', { by: ['SEX'] }, 'MALE')]).toEqual([7321, 3000]); },
  });
  const missed = (): readonly Row[] => [...some(59, 100), of(1, { value: 0, day: '2026-01-11' })];
  attack('as the one who did not comply, by the days before and after', {
    blocked: async () => { measured = missed(); expect([await cell(monitor, 'office.complied'), await cell(monitor, 'office.complied', { to: '2026-01-10' })]).toEqual([1, 1]); },
    twin: async () => { measured = missed(); expect([await cell(officer, 'office.complied'), await cell(officer, 'office.complied', { to: '2026-01-10' })]).toEqual([0.983333, 1]); },
  });

  const anything = fc.array(fc.record({
    person: fc.nat(40), sex: fc.constantFrom('FEMALE', 'MALE'), age: fc.nat(90), place: fc.constantFrom('V1', 'V2', 'V3'), programme: fc.constantFrom('A', 'B'), day: fc.constantFrom('2026-01-10', '2026-02-11'), value: fc.integer({ min: 1, max: 2_000 }),
  }), { maxLength: 120 });
  attack('by any data and any breakdown: nothing is told of fewer than ten, and nothing finer than what ten could make', {
    blocked: async () => {
      await fc.assert(fc.asyncProperty(anything, fc.constantFrom({}, { by: ['SEX'] }, DISTRICT, { by: ['PLACE', 'SEX'], placeLevel: 'village' }, { by: ['AGE'], ages: [20, 40] }), async (made, asked) => {
        measured = made;
        const [exact, rough, paid] = [await told(officer, PEOPLE, asked), await told(monitor, PEOPLE, asked), await told(monitor, 'office.paid', asked)];
        expect(rough.map(({ keys }) => keys)).toEqual(exact.map(({ keys }) => keys));
        for (const [at, { value, count }] of rough.entries()) {
          expect(value === null).toBe(count === null);
          expect((count ?? 0) % 10).toBe(0);
          if (Number(exact[at]?.value) < 10) expect([value, paid[at]?.value]).toEqual([null, null]);
          expect(Number(paid[at]?.value ?? 0) % 10).toBe(0);
        }
      }), { numRuns: 25 });
    },
    twin: async () => { measured = some(12, 1); expect([10, 20]).toContain((await told(monitor, PEOPLE))[0]?.count); },
  });

  /** Whether somebody is there on a day, as the days show at which a cell goes a step up: of spans that end a day before, one that is at its brink, and whether a day more passes it. */
  async function atTheBrink(who: TestClient, day: number): Promise<boolean | 'no brink'> {
    const until = async (from: number, to: number): Promise<number | 'hidden'> => cell(who, PEOPLE, { from: `2026-01-${String(from).padStart(2, '0')}`, to: `2026-01-${String(to).padStart(2, '0')}` });
    for (let from = 1; from < day - 12; from += 1) {
      const [wider, narrower] = [await until(from, day - 1), await until(from + 1, day - 1)];
      if (wider !== narrower && wider !== 'hidden' && narrower !== 'hidden') return (await until(from + 1, day)) !== narrower;
    }
    return 'no brink';
  }
  /** One on each day of January but for some. */
  const daily = (but: readonly number[]): readonly Row[] => Array.from({ length: 31 }, (_, at) => at + 1).filter((day) => !but.includes(day)).map((day) => of(day, { day: `2026-01-${String(day).padStart(2, '0')}` }));
  attack('as whoever is there on a day, by spans that are at the brink of a step', {
    blocked: async () => {
      const right: boolean[] = [];
      for (const day of [26, 27, 28, 29, 30]) {
        for (const there of [true, false]) {
          measured = daily(there ? [] : [day]);
          const found = await atTheBrink(monitor, day);
          if (found !== 'no brink') right.push(found === there);
        }
      }
      expect(right.every(Boolean) && right.length === 10).toBe(false);
    },
    twin: async () => {
      for (const there of [true, false]) {
        measured = daily(there ? [] : [28]);
        expect(await atTheBrink(officer, 28)).toBe(there);
      }
    },
  });

  attack('by a file of it instead', {
    blocked: async () => {
      measured = women();
      for (const format of ['CSV', 'XLSX', 'SVG']) {
        const text = await file(format);
        expect(text).toContain('MALE');
        expect(text).not.toMatch(/\b(3|57)\b(?!["'.])/);
      }
    },
    twin: async () => { measured = women(); expect(await file('CSV')).toMatch(/^sex,currency,value,count\r\nFEMALE,,,\r\nMALE,,(50,50|60,60)\r\n$/); },
  });
});

describe('a file of an indicator', () => {
  const officerOf = (limits: object): TestClient => test.as({ name: 'moves', permissions: ['indicators.indicators.read', 'programmes.enrolments.read', 'people.persons.read', 'kernel.files.read'], ...limits });
  const linkFor = async (limits: object, id: string): Promise<string | null> => (await officerOf(limits).run<{ file: { url: string | null } }>('query ($id: ID!) { file(by: { id: $id }) { url } }', { id })).file.url;
  const made = async (limits: object): Promise<string> => (await officerOf(limits).run<{ indicatorExport: { file: { id: string } } }>('mutation ($input: IndicatorExportInput!) { indicatorExport(input: $input) { file { id } userErrors { code } } }',
    { input: { format: 'CSV', indicator: { code: PEOPLE, from: '2026-01-01', to: '2026-12-31' } } })).indicatorExport.file.id;
  attack('that was made in a district, by who has moved to another', {
    blocked: async () => {
      const [local, whole] = [await made({ places: ['D1'] }), await made({})];
      expect([await linkFor({ places: ['D2'] }, local), await linkFor({ places: [] }, local), await linkFor({ places: ['D1'], programmes: ['A'] }, local), await linkFor({ places: ['D1'] }, whole)]).toEqual([null, null, null, null]);
    },
    twin: async () => {
      const local = await made({ places: ['D1'] });
      for (const limits of [{ places: ['D1'] }, { places: ['D2', 'D1'] }, {}]) expect((await fetch(new URL(await linkFor(limits, local) ?? '', (await test.serve()).url))).status).toBe(200);
    },
  });
});

async function exported(format: string): Promise<Buffer> {
  const { indicatorExport } = await monitor.run<{ indicatorExport: { file: { url: string } } }>('mutation ($input: IndicatorExportInput!) { indicatorExport(input: $input) { file { url } userErrors { code } } }',
    { input: { format, indicator: { code: PEOPLE, from: '2026-01-01', to: '2026-12-31', by: ['SEX'] } } });
  return Buffer.from(await (await fetch(new URL(indicatorExport.file.url, (await test.serve()).url))).arrayBuffer());
}

/** An indicator by sex as a file: of a workbook, its sheet; of a chart, its texts. */
async function file(format: string): Promise<string> {
  const bytes = await exported(format);
  if (format === 'SVG') return [...bytes.toString().matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text).join('|');
  return format === 'XLSX' ? sheet(bytes) : bytes.toString();
}

function sheetXml(zip: Buffer): string {
  const at = zip.indexOf('xl/worksheets/sheet1.xml');
  return inflateRawSync(zip.subarray(at + 'xl/worksheets/sheet1.xml'.length), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
}

function sheet(zip: Buffer): string {
  return [...sheetXml(zip).matchAll(/<(?:v|t)[^>]*>([^<]*)/g)].map(([, text]) => text).join('|');
}

describe('what stands in a file of an indicator', () => {
  const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://example.org")', '=cmd|\' /C calc\'!A0'];
  const called = (sex: string): void => { measured = some(20, 1, { sex }); };
  for (const formula of FORMULAS) {
    attack(`${JSON.stringify(formula)} as the name of a group, for a spreadsheet to run`, {
      blocked: async () => {
        called(formula);
        const [, line = ''] = (await file('CSV')).split('\r\n');
        expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
        expect(await rawSheet()).not.toMatch(/<f[ >]/);
      },
      twin: async () => { called('Women'); expect((await file('CSV')).split('\r\n')[1]).toBe('Women,,20,20'); },
    });
  }
  for (const markup of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</text><foreignObject><iframe/></foreignObject>', ']]><!--', '&lt;script&gt;', '{a|<b>}', "' onload='alert(1)"]) {
    attack(`${markup} as the name of a group, for a chart to run`, {
      blocked: async () => {
        measured = [...some(20, 1, { sex: markup }), ...some(30, 100, { sex: 'Men' })];
        const svg = await chart();
        const elements = new Set([...svg.matchAll(/<([a-zA-Z][\w-]*)/g)].map(([, name]) => name));
        for (const element of elements) expect(['svg', 'rect', 'path', 'g', 'text', 'tspan', 'defs', 'clipPath', 'style', 'line', 'circle', 'polyline']).toContain(element);
        expect(svg).not.toMatch(/<[^>]*\son\w+\s*=/);
        await readAsXml(svg);
      },
      twin: async () => { measured = [...some(20, 1, { sex: 'Women' }), ...some(30, 100, { sex: 'Men' })]; expect(await chart()).toMatch(/>Men<.*>Women</s); },
    });
  }
});

const chart = async (): Promise<string> => (await exported('SVG')).toString();
const rawSheet = async (): Promise<string> => sheetXml(await exported('XLSX'));

/** Fails where it is not well formed. */
async function readAsXml(text: string): Promise<void> {
  await readXml(Readable.from([Buffer.from(text)]), {});
}
