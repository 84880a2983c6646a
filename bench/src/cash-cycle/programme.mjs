import { core } from '../core.mjs';
import { publishedProgramme } from '../household-registry.mjs';

export const ON = '2026-01-01';
export const LAST_DAY = '2026-02-28';

/** What the scorecard asks of a household, and the points of each answer. */
export const SCORECARD = { roof: { THATCH: 2, IRON: 9, TILE: 17 }, water: { RIVER: 1, WELL: 5, PIPE: 11 } };
export const POINTS = { radio: 6, room: 4, child: -5, womanLeads: -3, start: 20 };
/** More than there are households. */
export const LOTS = 10_000_000;
/** Up to how many points a household of a region is poor. */
export const CUT_OFFS = Array.from({ length: 10 }, (_, region) => [`KY0${region}`, 42 + (region % 4)]);
export const GRANTS = { 1: '32.00', 2: '38.00', 3: '44.00', 4: '53.00' };
export const PER_CHILD = '7.50';
export const MOST = '65.00';
/** For how many of a hundred households there are places. */
const PLACES = 60;

/** A country's own fields of households. */
export async function survey() {
  const [{ defineAttributes }, { defineModule }, { Household }] = await Promise.all(['kernel/schema/attributes.js', 'kernel/module/define-module.js', 'people/households/household.js'].map((file) => core(file)));
  const choice = (name) => ({ type: 'choice', choices: Object.keys(SCORECARD[name]), description: `What it has for ${name}` });
  return defineModule({ name: 'bench-survey', version: '1.0.0', kinga: { id: 'bench-survey', requires: { people: '*' } } }, {
    description: 'What a proxy means test asks',
    attributes: [defineAttributes(Household, { roof: choice('roof'), water: choice('water'), rooms: { type: 'integer', description: 'How many rooms it has' }, radio: { type: 'boolean', description: 'Whether it has a radio' }, lot: { type: 'integer', description: 'The lot that decides among those who score alike' } })],
  });
}

/** Answers of all households that have none yet, and nobody dead: whoever is judged can be paid. */
export async function seedSurvey(owner) {
  const client = await owner.connect();
  try {
    await client.query('alter table people.household disable trigger user; alter table people.person disable trigger user');
    await client.query(`update people.household h set attributes = jsonb_build_object('roof', (array['THATCH', 'IRON', 'TILE'])[1 + n % 3], 'water', (array['RIVER', 'WELL', 'PIPE'])[1 + n / 3 % 3], 'rooms', 1 + n / 9 % 4, 'radio', n / 36 % 2 = 0, 'lot', substr(h.code, 3)::int)
      from (select id, abs(hashtext(code)) as n from people.household) d where d.id = h.id and not h.attributes ? 'lot'`);
    await client.query('update people.person set death_date = null where death_date is not null');
    await client.query('alter table people.household enable trigger user; alter table people.person enable trigger user');
    await client.query('vacuum analyze people.household, people.person');
  } finally {
    client.release();
  }
}

const RULES = [
  { code: 'children', kind: 'FORMULA', expression: 'household.members.filter(m, m.age < 18).size()' },
  {
    code: 'score', kind: 'FORMULA', expression: `${POINTS.start} + lookup("scorecard", "roof", household.attributes.roof) + lookup("scorecard", "water", household.attributes.water) + (household.attributes.radio ? ${POINTS.radio} : 0)
      + ${POINTS.room} * household.attributes.rooms - ${-POINTS.child} * rules.children - (household.head.sex == "FEMALE" ? ${-POINTS.womanLeads} : 0)`,
  },
  { code: 'POOR', kind: 'ELIGIBILITY', expression: 'rules.score <= lookup("cut_offs", household.place.parent.parent.code)' },
  { code: 'ADULT_HEAD', kind: 'ELIGIBILITY', expression: 'household.head.age >= 18' },
  { code: 'poorest_first', kind: 'PRIORITY', expression: `0 - ${LOTS} * rules.score - household.attributes.lot` },
  { code: 'grant', kind: 'AMOUNT', expression: `min(money("${MOST}"), lookup("grants", household.members.size()) + money("${PER_CHILD}") * rules.children)` },
];

const TABLES = [
  { code: 'scorecard', keys: [{ name: 'item', type: 'TEXT', match: 'EXACT' }, { name: 'answer', type: 'TEXT', match: 'EXACT' }], valueType: 'NUMBER', complete: false,
    rows: Object.entries(SCORECARD).flatMap(([item, answers]) => Object.entries(answers).map(([answer, points]) => ({ keys: [item, answer], value: `${points}` }))) },
  { code: 'cut_offs', keys: [{ name: 'region', type: 'TEXT', match: 'EXACT' }], valueType: 'NUMBER', rows: CUT_OFFS.map(([region, points]) => ({ keys: [region], value: `${points}` })) },
  { code: 'grants', keys: [{ name: 'members', type: 'NUMBER', match: 'FROM' }], valueType: 'MONEY', rows: Object.entries(GRANTS).map(([members, value]) => ({ keys: [members], value })) },
];

/** A programme of cash transfers with a proxy means test, cut-offs by region, and fewer places than households that are poor. */
export async function cashProgramme(platform, households, code) {
  const { uuidOf } = await core('kernel/schema/ids.js');
  const places = Math.round((households * PLACES) / 100);
  const programme = await publishedProgramme(platform, RULES, { tables: TABLES, code, scheme: 'cash-transfers', benefitType: 'cash-transfer', places });
  return { ...programme, uuid: uuidOf('programme', programme.id), code, places };
}
