import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { benefitTypes } from '../../src/programmes/classification.js';
import { compare, flatten } from '../../src/packs/flatten.js';
import { installPack } from '../../src/packs/install-pack.js';
import { installedPack } from '../../src/packs/installed-pack.js';
import { moduleOfPacks } from '../../src/packs/module-of-packs.js';
import { readPack, type Pack } from '../../src/packs/read-pack.js';
import { testPack } from '../../src/packs/test-pack.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

const NEPAL = fileURLToPath(new URL('../../../examples/nepal-senior-allowance/', import.meta.url));
const cash = defineModule({ name: 'cash-transfers', version: '1.0.0', kinga: { id: 'cash-transfers', requires: { programmes: '*' } } }, {
  description: 'Cash of a test', contributes: [benefitTypes.contribute('cash-transfer', { scheme: 'cash-transfers', description: 'Cash.' })],
});

/** What a made-up amendment adds, and where. */
const AMENDED: readonly (readonly [string, string])[] = [
  ['programmes:\n', `parameters:
  - { code: poverty_line, type: MONEY, currency: NPR, names: { en: Poverty line }, values: [{ from: '2021-01-01', value: 9000, source: Made up by a test }] }
tables:
  - code: zone_supplement
    keys: [{ name: zone, type: TEXT, match: EXACT }]
    valueType: NUMBER
    versions: [{ from: '2021-01-01', source: Made up by a test, rows: [[HILL, 1], [PLAIN, 0]] }]
questionnaires:
  - code: np-home
    name: How they live
    target: PERSON
    questions:
      - { code: alone, type: BOOLEAN, required: true, texts: { en: Do you live alone?, fr: Vivez-vous seul ? } }
      - { code: floor, type: CHOICE, texts: { en: What is the floor made of? }, choices: [{ code: EARTH, texts: { en: Earth } }, { code: CEMENT, texts: { en: Cement } }], shownIf: { question: alone, values: [true] } }
      - { code: rooms, type: INTEGER, texts: { en: How many rooms are there? }, min: 1, max: 40 }
codeLists:
  enrolmentReasons: [{ code: WENT_ABROAD, moves: [EXIT, SUSPEND], texts: { en: Went to live abroad., fr: Parti vivre à l'étranger. } }]
  grievanceCategories: [{ code: late-allowance, confidentiality: CONFIDENTIAL, texts: { en: The allowance came late } }]
  grievanceChannels: [{ code: ward-office, texts: { en: At the ward office } }]
programmes:
`],
  ["    name: Senior citizens' allowance\n", "    name: Allowance for senior citizens\n    legalBasis: An act that a test made up\n    budget: 5000000\n    places: 1200\n"],
  ["source: Not checked against an official page }] }\n      - { code: lower_age_from", "source: Not checked against an official page }, { from: '2026-07-01', value: 66, source: Made up by a test }] }\n      - { code: lower_age_from"],
  ["    versions:\n      - from: '2021-07-01'\n", `    versions:
      - from: '2026-07-01'
        note: Whoever lives alone has more
        whenNoLongerEligible: KEEP
        rules:
          - { code: old_enough, kind: ELIGIBILITY, expression: person.age >= params.age_from, texts: { en: Not yet of the age from which it is paid } }
          - code: allowance
            kind: AMOUNT
            expression: 'params.amount_a_month + params.poverty_line * (firstKnown(person.answer("np-home", "alone"), false) ? 1 : 0) * lookup("zone_supplement", "HILL")'
      - from: '2021-07-01'
`],
];

let folder: string;
let original: Pack;
let changed: Pack;
let platform: TestPlatform;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinga-pack-'));
  await cp(NEPAL, folder, { recursive: true });
  const text = await readFile(join(folder, 'pack.yaml'), 'utf8');
  await writeFile(join(folder, 'pack.yaml'), AMENDED.reduce((now, [before, after]) => {
    expect(now).toContain(before);
    return now.replace(before, () => after);
  }, text));
  await writeFile(join(folder, 'tests.yaml'), `${await readFile(join(folder, 'tests.yaml'), 'utf8')}
  - name: Alone at 66, after the amendment
    programme: NP-SENIOR
    on: '2026-08-01'
    facts: { person: { age: 66, answer: { np-home: { alone: true } } } }
    expect: { outcome: ELIGIBLE, amount: 13000 }
`);
  [original, changed] = [await readPack(NEPAL), await readPack(folder)];
  const own = moduleOfPacks([original, changed]);
  platform = await startTestPlatform({ modules: [cash, ...(own ? [own] : [])], today: '2026-03-01' });
}, 120_000);
afterAll(async () => {
  await platform?.stop();
  await rm(folder, { recursive: true });
});

const system = () => platform.platform.context({ actor: platform.platform.system('a test') });
const differing = async (): Promise<readonly string[]> => compare(flatten(await inTransaction(system(), (tx) => installedPack(tx, changed.data))), flatten(changed.data))
  .map(({ where, before, after }) => `${where}: ${before ?? ''} → ${after ?? ''}`);

describe('a pack that was changed in its folder', () => {
  it('comes out as was computed by hand, questionnaires and what programmes share included, and leaves nothing', async () => {
    const { problems, cases } = await inTransaction(system(), (tx) => testPack(tx, changed));
    expect([problems, cases.filter(({ differences }) => differences.length > 0)]).toEqual([[], []]);
    expect(cases).toHaveLength(original.cases.length + 1);
    expect(await platform.as('surveys.questionnaires.read').run('{ questionnaires { nodes { code } } }')).toEqual({ questionnaires: { nodes: [] } });
  });

  it('says beforehand what installing it changes', async () => {
    await installPack(platform.platform, original, { publish: true });
    const told = await differing();
    expect(told).toEqual(expect.arrayContaining([
      "NP-SENIOR / name: Senior citizens' allowance → Allowance for senior citizens", 'NP-SENIOR / budget:  → 5000000', 'NP-SENIOR / places:  → 1200', 'NP-SENIOR / parameter age_from / from 2026-07-01:  → 66',
      'NP-SENIOR / version from 2026-07-01 / whenNoLongerEligible:  → KEEP', 'shared / parameter poverty_line / from 2021-01-01:  → 9000', 'shared / table zone_supplement / from 2021-01-01 / HILL:  → 1',
      'questionnaire np-home / question rooms:  → 3, max 40, min 1, type INTEGER', 'questionnaire np-home / question alone / text in fr:  → Vivez-vous seul ?',
    ]));
    expect(told.filter((line) => /version from 2021-07-01/.test(line))).toEqual([]);
  });

  it('is installed to the end, wherever it was stopped; what was published stays', async () => {
    const published = `select v.id, v.effective_from::text, (select json_agg(r.expression order by r.position) from programmes.rule r where r.version_id = v.id) as rules from programmes.programme_version v join programmes.programme p on p.id = v.programme_id where p.code = 'NP-SENIOR' and v.published_by is not null order by v.number`;
    const before = (await platform.pool.query<{ id: string }>(published)).rows;
    // Each attempt gets through one mutation, and is stopped in the next.
    await platform.pool.query('create sequence kernel.attempts');
    await platform.pool.query(`create function kernel.stop_next() returns trigger language plpgsql security definer as $$ begin if nextval('kernel.attempts') > 1 then raise exception 'stopped' using errcode = '57P01'; end if; return new; end $$`);
    await platform.pool.query('create trigger stop_next before insert on kernel.event for each row execute function kernel.stop_next()');
    let attempts = 0;
    try {
      for (let done = false; !done && attempts < 60; attempts += 1) {
        await platform.pool.query('alter sequence kernel.attempts restart');
        done = await installPack(platform.platform, changed, { publish: true }).then(() => true, () => false);
      }
    } finally {
      await platform.pool.query('drop trigger stop_next on kernel.event');
    }
    expect(attempts).toBeGreaterThan(10);
    expect(attempts).toBeLessThan(60);
    expect(await differing()).toEqual([]);
    expect((await installPack(platform.platform, changed, { publish: true })).filter(({ did }) => did !== 'was there')).toEqual([]);
    const after = (await platform.pool.query<{ id: string }>(published)).rows;
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 1);
    expect((await platform.pool.query("select count(*)::int as n from surveys.questionnaire_version v join surveys.questionnaire q on q.id = v.questionnaire_id where q.code = 'np-home'")).rows).toEqual([{ n: 1 }]);
    expect(await platform.as('programmes.programmes.read').run('{ programme(by: { code: "NP-SENIOR" }) { name legalBasis budget { amount } places versions { nodes { number state whenNoLongerEligible whenOverdue } } } }')).toEqual({ programme: {
      name: 'Allowance for senior citizens', legalBasis: 'An act that a test made up', budget: { amount: '5000000' }, places: 1200,
      versions: { nodes: [{ number: 1, state: 'SUPERSEDED', whenNoLongerEligible: 'EXIT', whenOverdue: 'SUSPEND' }, { number: 2, state: 'PUBLISHED', whenNoLongerEligible: 'KEEP', whenOverdue: 'EXIT' }] },
    } });
  });

  it('leaves what it says nothing of, and drafts the next version of a questionnaire whose questions changed', async () => {
    const manager = platform.as('programmes.programmes.read', 'programmes.programmes.manage');
    const { programme } = await manager.run<{ programme: { id: string; version: number } }>('{ programme(by: { code: "NP-SENIOR" }) { id version } }');
    await manager.run('mutation ($input: ProgrammeUpdateInput!) { programmeUpdate(input: $input) { userErrors { code } } }', { input: { id: programme.id, version: programme.version, endsOn: '2040-01-01' } });
    const [questionnaire] = changed.data.questionnaires;
    if (!questionnaire) throw new Error('a pack without a questionnaire');
    const more = { ...questionnaire, questions: questionnaire.questions.map((question) => (question.code === 'rooms' ? { ...question, max: '60' } : question)) };
    const steps = await installPack(platform.platform, { ...changed, data: { ...changed.data, questionnaires: [more] } });
    expect(steps.filter(({ did }) => did !== 'was there')).toEqual([{ what: 'questionnaire np-home', did: 'published' }]);
    expect(await platform.as('surveys.questionnaires.read').run('{ questionnaire(by: { code: "np-home" }) { versions { nodes { number state } } } }')).toEqual({ questionnaire: { versions: { nodes: [{ number: 1, state: 'PUBLISHED' }, { number: 2, state: 'PUBLISHED' }] } } });
    expect(await manager.run('{ programme(by: { code: "NP-SENIOR" }) { endsOn } }')).toEqual({ programme: { endsOn: '2040-01-01' } });
  });

  it('brings codes to the lists of the deployment, with texts in its languages', async () => {
    const reader = platform.as('programmes.programmes.read', 'grievances.cases.read');
    const { enrolmentReasons, grievanceCategories, grievanceChannels } = await reader.run<Record<string, readonly { readonly code: string }[]>>('{ enrolmentReasons { code text moves } grievanceCategories { code description confidentiality } grievanceChannels { code description } }');
    expect(enrolmentReasons).toContainEqual({ code: 'WENT_ABROAD', text: 'Went to live abroad.', moves: ['EXIT', 'SUSPEND'] });
    expect(grievanceCategories).toContainEqual({ code: 'late-allowance', description: 'The allowance came late', confidentiality: 'CONFIDENTIAL' });
    expect(grievanceChannels).toContainEqual({ code: 'ward-office', description: 'At the ward office' });
    expect(platform.platform.texts.of('fr-CA', 'enrolment.WENT_ABROAD')).toBe("Parti vivre à l'étranger.");
    const other: Pack = { ...changed, data: { ...changed.data, pack: 'another', codeLists: { ...changed.data.codeLists, enrolmentReasons: [{ code: 'WENT_ABROAD', moves: ['EXIT'], texts: { en: 'Emigrated.' } }] } } };
    expect(() => moduleOfPacks([changed, other])).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: 'PACK_CODES_CLASH' })] }) as Error);
  });

  it('is not installed at all where a questionnaire or what is shared is wrong', async () => {
    const [questionnaire] = changed.data.questionnaires;
    const [parameter] = changed.data.parameters;
    if (!questionnaire || !parameter) throw new Error('a pack without a questionnaire');
    const wrong: Pack = { ...changed, data: { ...changed.data,
      questionnaires: [{ ...questionnaire, code: 'np-other', questions: [...questionnaire.questions, { code: 'floor', type: 'CHOICE', texts: { en: 'Again?' }, required: false, special: false }] }],
      parameters: [parameter, { ...parameter, code: 'age_from', currency: undefined }],
      programmes: changed.data.programmes.map((each) => ({ ...each, versions: each.versions.map((version) => ({ ...version, from: '2020-01-01' })).slice(0, 1) })) } };
    await expect(installPack(platform.platform, wrong)).rejects.toMatchObject({ problems: expect.arrayContaining([
      expect.objectContaining({ code: 'QUESTION_CODE_TWICE' }), expect.objectContaining({ code: 'MONEY_CURRENCY' }), expect.objectContaining({ code: 'PACK_SHADOWS' }), expect.objectContaining({ code: 'PACK_SAYS_NOTHING' }),
    ]) as unknown });
    expect(await platform.as('surveys.questionnaires.read').run('{ questionnaire(by: { code: "np-other" }) { id } }')).toEqual({ questionnaire: null });
  });
});
