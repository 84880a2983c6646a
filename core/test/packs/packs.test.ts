import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benefitTypes } from '../../src/programmes/classification.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { compare, flatten } from '../../src/packs/flatten.js';
import { packJsonSchemas } from '../../src/packs/format.js';
import { installPack } from '../../src/packs/install-pack.js';
import { installedPack } from '../../src/packs/installed-pack.js';
import { moduleOfPacks } from '../../src/packs/module-of-packs.js';
import { packsBelow, readPack, type Pack } from '../../src/packs/read-pack.js';
import { testPack } from '../../src/packs/test-pack.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { defineModule } from '../../src/kernel/module/define-module.js';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../../', import.meta.url));
/** Stands for the module that works the benefits out. */
const cash = defineModule({ name: 'cash-transfers', version: '1.0.0', kinga: { id: 'cash-transfers', requires: { programmes: '*' } } }, {
  description: 'Cash of a test', contributes: [benefitTypes.contribute('cash-transfer', { scheme: 'cash-transfers', description: 'Cash.' })],
});

let platform: TestPlatform;
let packs: readonly Pack[];
beforeAll(async () => {
  // Those that name facts of modules are tried by those modules.
  packs = (await Promise.all((await packsBelow(EXAMPLES)).map(readPack))).filter(({ data }) => data.modules.length === 0);
  const own = moduleOfPacks(packs);
  platform = await startTestPlatform({ modules: [cash, ...(own ? [own] : [])], today: '2026-03-01' });
});
afterAll(() => platform.stop());

const system = () => platform.platform.context({ actor: platform.platform.system('a test') });
const named = (name: string): Pack => packs.find(({ data }) => data.pack === name) as Pack;

describe('the packs of the examples', () => {
  it('are those of six countries, each with its sources, what was not checked, and cases', () => {
    expect(packs.map(({ data }) => data.pack)).toEqual(['brazil-bolsa-familia', 'ghana-leap', 'kenya-inua-jamii', 'nepal-senior-allowance', 'philippines-4ps', 'south-africa-grants']);
    for (const { data, cases } of packs) {
      expect(data.confidence, data.pack).toMatch(/[Nn]ot checked/);
      expect(cases.length, data.pack).toBeGreaterThanOrEqual(5);
    }
  });

  it('come out as was computed by hand', async () => {
    for (const pack of packs) {
      const { problems, cases } = await inTransaction(system(), (tx) => testPack(tx, pack));
      expect(problems).toEqual([]);
      expect(cases.filter(({ differences }) => differences.length > 0)).toEqual([]);
    }
  });

  it('are all that knows a country: no line of the product does', async () => {
    // What packs name; words that the product has for reasons of its own are not among them.
    const NAMES = /\b(bolsa fam[ií]lia|cadastro ?[uú]nico|pantawid|listahanan|inua jamii|karnali|dalit|sassa|LEAP|BRL|PHP|KES|NPR|ZAR)\b/;
    const found: string[] = [];
    for (const folder of ['core/src', 'plugin-sdk/src', 'modules/cash-transfers/src', 'core/locales']) {
      for (const file of await readdir(join(SOURCES, folder), { recursive: true })) {
        if (!/\.(ts|json|sql)$/.test(file)) continue;
        const text = (await readFile(join(SOURCES, folder, file), 'utf8')).split('\n').filter((line) => NAMES.test(line) && !/ISO 4217|string_to_array/.test(line));
        found.push(...text.map((line) => `${folder}/${file}: ${line.trim()}`));
      }
    }
    expect(found).toEqual([]);
  });
});

describe('a pack is installed', () => {
  it('drafted and submitted, and once more without changing anything; a second person publishes', async () => {
    const pack = named('nepal-senior-allowance');
    const first = await installPack(platform.platform, pack);
    expect(first.map(({ did }) => did)).toEqual(['created', 'created', 'proposed', 'created', 'proposed', 'created', 'proposed', 'submitted']);
    const again = await installPack(platform.platform, pack);
    expect(again.every(({ did }) => did === 'was there')).toBe(true);
    const published = await installPack(platform.platform, pack, { publish: true });
    expect(published.filter(({ did }) => did === 'published')).toHaveLength(4);
    expect((await installPack(platform.platform, pack, { publish: true })).every(({ did }) => did === 'was there')).toBe(true);
    const reader = platform.as('programmes.programmes.read');
    expect(await reader.run('{ programme(by: { code: "NP-SENIOR" }) { versionInForce { draftedBy publishedBy rules { nodes { code } } } } }')).toEqual({ programme: { versionInForce: {
      draftedBy: 'system for the pack nepal-senior-allowance', publishedBy: 'system for publishing the pack nepal-senior-allowance', rules: { nodes: [{ code: 'lower_age' }, { code: 'old_enough' }, { code: 'allowance' }] },
    } } });
    const installed = await inTransaction(system(), (tx) => installedPack(tx, pack.data));
    expect(compare(flatten(installed), flatten(pack.data))).toEqual([]);
  });

  it('all of them, with tables and versions that follow one another', async () => {
    for (const pack of packs) await installPack(platform.platform, pack, { publish: true });
    for (const pack of packs) {
      const installed = await inTransaction(system(), (tx) => installedPack(tx, pack.data));
      expect(compare(flatten(installed), flatten(pack.data)), pack.data.pack).toEqual([]);
    }
    const reader = platform.as('programmes.programmes.read');
    const { programme } = await reader.run<{ programme: object }>('{ programme(by: { code: "ZA-OLDER" }) { before: versionInForce(on: "2023-09-30") { number } after: versionInForce(on: "2023-10-01") { number } } }');
    expect(programme).toEqual({ before: { number: 1 }, after: { number: 2 } });
  });

  it('changed: what differs is told beforehand, what is new is proposed, and what it supersedes ends', async () => {
    const pack = named('kenya-inua-jamii');
    const [programme] = pack.data.programmes;
    if (!programme) throw new Error('a pack without a programme');
    const raised = { ...pack, data: { ...pack.data, programmes: [{ ...programme,
      parameters: programme.parameters.map((each) => each.code === 'amount_a_month' ? { ...each, values: [...each.values, { from: '2026-07-01', value: '2500', source: 'Made up by a test' }] } : each),
      versions: [...programme.versions, { from: '2026-07-01', whenNoLongerEligible: 'EXIT' as const, whenOverdue: 'SUSPEND' as const, rules: (programme.versions[0]?.rules ?? []).map((rule) => rule.code === 'old_enough' ? { ...rule, expression: 'person.age >= 65' } : rule) }],
    }] } };
    const installed = await inTransaction(system(), (tx) => installedPack(tx, pack.data));
    expect(compare(flatten(installed), flatten(raised.data)).map(({ where, before, after }) => [where, before, after])).toEqual([
      ['KE-INUA-JAMII-70 / parameter amount_a_month / from 2026-07-01', null, '2500'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / rule months', null, 'FORMULA: monthsBetween(period.from, addDays(period.to, 1))'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / rule old_enough', null, 'ELIGIBILITY: person.age >= 65'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / rule old_enough / text in en', null, 'Not yet 70'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / rule old_enough / text in sw', null, 'Hajafikisha miaka 70'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / rule pension', null, 'AMOUNT: params.amount_a_month * rules.months'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / whenNoLongerEligible', null, 'EXIT'],
      ['KE-INUA-JAMII-70 / version from 2026-07-01 / whenOverdue', null, 'SUSPEND'],
    ]);
    const steps = await installPack(platform.platform, raised, { publish: true });
    expect(steps.filter(({ did }) => did !== 'was there').map(({ what }) => what)).toEqual(['parameter KE-INUA-JAMII-70.amount_a_month from 2026-07-01: 2500', 'version of KE-INUA-JAMII-70 from 2026-07-01']);
    expect((await installPack(platform.platform, raised, { publish: true })).every(({ did }) => did === 'was there')).toBe(true);
  });

  it('not at all where the deployment lacks what it needs, or something in it is wrong', async () => {
    const pack = named('kenya-inua-jamii');
    const [programme] = pack.data.programmes;
    if (!programme) throw new Error('a pack without a programme');
    const wrong: Pack = { ...pack, data: { ...pack.data, attributes: { Person: { shoeSize: { type: 'integer', description: 'Size of the shoes' } } }, programmes: [{ ...programme, code: 'KE-WRONG', scheme: 'pensions' }] } };
    await expect(installPack(platform.platform, wrong)).rejects.toMatchObject({ problems: [{ code: 'PACK_MODULE_MISSING' }, { code: 'PACK_ATTRIBUTE_MISSING', message: expect.stringContaining('Person.attributes.shoeSize') }] });
    const broken: Pack = { ...pack, data: { ...pack.data, programmes: [{ ...programme, code: 'KE-WRONG', versions: [{ from: '2020-01-01', whenNoLongerEligible: 'EXIT', whenOverdue: 'EXIT', rules: [{ code: 'a', kind: 'AMOUNT', expression: 'params.amount', texts: {} }] }] }] } };
    await expect(installPack(platform.platform, broken)).rejects.toMatchObject({ problems: [{ code: 'ELIGIBILITY_NEEDED' }, { code: 'RULE_INVALID', message: expect.stringMatching(/rule a, line 1, character \d+/), cure: expect.stringContaining('amount_a_month') }] });
    expect(await platform.as('programmes.programmes.read').run('{ programme(by: { code: "KE-WRONG" }) { id } }')).toEqual({ programme: null });
  });
});

describe('a pack that cannot be read', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kinga-packs-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const told = async (pack: string, tests?: string): Promise<readonly string[]> => {
    await writeFile(join(folder, 'pack.yaml'), pack);
    if (tests === undefined) await rm(join(folder, 'tests.yaml'), { force: true });
    else await writeFile(join(folder, 'tests.yaml'), tests);
    return readPack(folder).then(() => [], (error: { readonly problems: readonly { readonly message: string }[] }) => error.problems.map(({ message }) => message.replace(`${folder}/`, '')));
  };

  it('is refused with file, line and place of everything that is wrong', async () => {
    expect(await told('pack: x1\ntitle: X\nabout: X\nconfidence: X\nsources: [x]\nprogramms: []\nprogrammes:\n  - code: x\n', 'cases:\n  - name: a\n    programme: X\n    on: 2020\n    facts: {}\n    expect: { outcome: MAYBE }\n')).toEqual(expect.arrayContaining([
      expect.stringMatching(/^pack\.yaml: programmes\.0\.code, line 8: 2 to 20 capital letters/), expect.stringMatching(/^pack\.yaml: pack\.yaml, line 1: Unrecognized key: "programms"/),
      expect.stringMatching(/^tests\.yaml: cases\.0\.on, line 4/), expect.stringMatching(/^tests\.yaml: cases\.0\.expect\.outcome, line 6/),
    ]));
  });

  it.each([
    ['no YAML', 'pack: [', /^pack\.yaml: /], ['a key twice', 'pack: a\npack: b\n', /Map keys must be unique/], ['what stands for gigabytes', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n', /aliases/], ['nothing', '', /Invalid input/],
  ])('as %s', async (_what, text, message) => expect((await told(text)).join('\n')).toMatch(message));

  it('is no pack without pack.yaml', async () => {
    await expect(readPack(join(folder, 'nowhere'))).rejects.toMatchObject({ problems: [{ code: 'PACK_INVALID', message: expect.stringContaining('there is no such file') }] });
  });

  it('and its formats are there as JSON Schema', () => expect(packJsonSchemas()).toMatchObject({ pack: { type: 'object', additionalProperties: false }, tests: { type: 'object' } }));
});

describe('a case that does not come out', () => {
  it('says what differs, and which facts cannot be', async () => {
    const pack = named('kenya-inua-jamii');
    const [first] = pack.cases;
    if (!first) throw new Error('a pack without cases');
    const wrong: Pack = { ...pack, cases: [
      { ...first, expect: { outcome: 'NOT_ELIGIBLE', reasons: ['old_enough'], amount: '1', values: { month: '2', months: '3' } } },
      { ...first, facts: { person: { agee: 70, age: 'old' } } }, { ...first, programme: 'KE-INUA-JAMII' }, { ...first, on: '1999-01-01' },
    ] };
    const { cases } = await inTransaction(system(), (tx) => testPack(tx, wrong));
    expect(cases.map(({ differences }) => differences)).toEqual([
      ['outcome is ELIGIBLE, expected NOT_ELIGIBLE', 'reasons is nothing, expected old_enough', 'amount is 4000, expected 1', 'values.month: there is no such rule; did you mean "months"?', 'values.months is 2, expected 3'],
      ['facts.person.agee: Person has no fact "agee". Did you mean "age"?', expect.stringMatching(/^facts\.person\.age: A number belongs here/)],
      ['the pack has no programme KE-INUA-JAMII; did you mean "KE-INUA-JAMII-70"?'], ['no version of KE-INUA-JAMII-70 is in force on 1999-01-01'],
    ]);
  });
});
