import { cashTransfers } from '@kinga/cash-transfers';
import { healthInsurance } from '@kinga/health-insurance';
import { pensions } from '@kinga/pensions';
import { encodeId, seal } from '@kinga/plugin-sdk';
import {
  answers, answerTo, attempt, everyField, filled, namings, ownershipOf, planter, questions, quoted, servedOfErased, startTestPlatform, tracesOf,
  type Answered, type Arguments, type Attack, type Naming, type Planted, type Question, type Said, type TestClient, type TestPlatform,
} from '@kinga/plugin-sdk/testing';
import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';

/**
 * Every field and mutation of the modules, as a clerk of one district who is to find nobody of another: what core's `every-field.test.ts`
 * asks of core. A root field, or a table, of these modules that is added without cover fails.
 */
const MODULES = [cashTransfers, healthInsurance, pensions];

/** Stands in every text that is planted of a district, and in the names of its clerk. */
const NEAR = 'Nearby';
const FAR = 'Farland';
const PLACES: Readonly<Record<string, string>> = { [NEAR]: 'A', [FAR]: 'B' };

/** What the platform writes by itself of what is planted, and what nothing of the modules leads to, or holds a single piece of work. */
const LEFT = /^(kernel\.(?!(file|file_chunk|job)$)|people\.place|programmes\.(occupancy|participant|simulation_\w+)$|health_insurance\.adjudication_(line|cover)$|transactions\.closed_until$|(access|change_requests|exchange|grievances|matching|privacy|surveys|webhooks)\.)/;
/** Tables of programmes and of the country, which two districts share. */
const SHARED = /^(calendars\.|programmes\.(programme|programme_version|rule|parameter|parameter_value|rule_table|rule_table_version|rule_table_row|benefit_period|determination_run|decision_basis|targeting_run|programme_relation)$|transactions\.(account|bank_account|payment_run|payment_batch|budget|budget_amendment|budget_use|budget_exception|receipt_file|receipt_rejection|currency|accounting_period|ledger_check|ledger_finding)$|cash_transfers\.(benefit_schedule|benefit_rate|cycle|condition|shock|shock_measure|shock_place)$|health_insurance\.(plan.*|remittance_run|relative_index|service|service_part|diagnosis|price_list|price)$|pensions\.(contribution_part|collection|payment_policy|indexation)$)/;

/** Fields that this test doesn't see filled, each with the reason; `Type.*` for all of a type. */
const WITHOUT_COVER: Readonly<Record<string, string>> = {
  'Claim.memberBears': 'null until a claim is valued, as none that is planted is; modules/health-insurance/test/valuation.test.ts',
  'Query.eligibility': 'asked of one person or household below',
  'Eligibility.*': 'as Query.eligibility',
  'EligibilityPolicy.*': 'as Query.eligibility',
  'EligibilityReason.*': 'as Query.eligibility',
  'ServiceEligibility.*': 'as Query.eligibility',
  'CategoryLeft.*': 'as Query.eligibility',
  'LimitLeft.*': 'as Query.eligibility',
  'UnpaidPolicy.*': 'as Query.eligibility',
  'Query.policyQuote': 'asked of one person or household below',
  'PolicyQuote.*': 'as Query.policyQuote',
  'QuoteLine.*': 'as Query.policyQuote',
  'QuoteProblem.*': 'as Query.policyQuote',
  'QuoteShare.*': 'as Query.policyQuote',
  'Query.pensionEntitlementTest': 'asked of one person or household below',
  'PensionEntitlementTest.*': 'as Query.pensionEntitlementTest',
  'PensionCondition.*': 'as Query.pensionEntitlementTest',
  'Query.pensionEstimates': 'of people whom the asker makes up, who are nobody; modules/pensions/test/schemes-by-api.test.ts',
  'PensionEstimate.*': 'as Query.pensionEstimates',
  'Query.pensionIndexationEffects': 'asked, and empty, since rules set no planted award; modules/pensions/test/indexation.test.ts',
  'PensionIndexationEffect.*': 'as Query.pensionIndexationEffects',
  'PensionIndexation.job': 'the job of whoever decided, seen by them alone while they have limits',
  'Query.contributorStatistics': 'asked, and empty, since no planted contribution has amounts by its parts; modules/pensions/test/indicators.test.ts',
  'ContributorGroup.*': 'as Query.contributorStatistics',
  'MemberStatement.branches': 'as Query.contributorStatistics',
  'StatementBranch.*': 'as Query.contributorStatistics',
  'EmployerMonth.state': 'of a declaration that corrects none, and each that is planted corrects another; modules/pensions/test/declaration.test.ts',
  'PlanSubsidy.organisation': 'an organisation of the region, which a clerk of a district does not see',
  'ShockPlan.parts': 'of enrolments that a measure reaches, as none that is planted is; modules/cash-transfers/test/shocks.test.ts',
  'ShockPlanPart.*': 'as ShockPlan.parts',
  'Claim.maskedFields': 'names of fields that are masked, here none',
  'ClaimDiagnosis.maskedFields': 'names of fields that are masked, here none',
  'ClaimLine.maskedFields': 'names of fields that are masked, here none',
  'ClaimLineStep.maskedFields': 'names of fields that are masked, here none',
  'Consumption.maskedFields': 'names of fields that are masked, here none',
  'ClaimReview.maskedFields': 'names of fields that are masked, here none',
  'ClaimReviewLine.maskedFields': 'names of fields that are masked, here none',
};

/** Values that a column takes for its meaning; `undefined` for what its type gives. */
function values(table: string, column: string, mark: string): unknown {
  const [own] = mark.split(' ');
  switch (`${table}.${column}`) {
    case 'kernel.file.owner': return `${own}@example.org`;
    case 'kernel.job.actor': return { id: `${own}@example.org` };
    case 'kernel.file.state': return 'READY';
    case 'kernel.file.made_in': return null;
    case 'people.person.merged_into_id': case 'people.person.erased_on': return null;
    case 'programmes.programme_version.state': return 'PUBLISHED';
    case 'programmes.programme_version.in_force_to': return '2999-12-31';
    case 'programmes.programme.currency': return 'Shared code';
    case 'programmes.programme.scheme': return 'pensions';
    case 'cash_transfers.compliance_file.given_by': return `${own}@example.org`;
    case 'surveys.questionnaire_version.state': return 'PUBLISHED';
    default: return undefined;
  }
}

/** Arguments of what has to be asked with some, of the rows that districts share. */
function shapes(): Arguments {
  const [programmeId, indexationId, shockId] = ['Programme', 'PensionIndexation', 'Shock'].map((type) => idOf(shared, type));
  const months = `programmeId: "${programmeId}", from: "2020-01-01", to: "2020-02-01"`;
  return {
    'Query.claimStatistics': ['(from: "2020-01-01", to: "2020-12-31", by: [FACILITY, STATE, MONTH, REASON])'],
    'Query.contributorStatistics': [`(${months}, by: [SEX, AGE, BRANCH])`],
    'Query.contributionCollectionStatistics': [`(${months})`],
    'Query.pensionIndexationEffects': [`(indexationId: "${indexationId}")`],
    'Query.shockPlan': [`(shockId: "${shockId}")`],
    'Employer.compliance': [`(${months})`],
  };
}

/** Values of mutations' inputs without which something else is refused first. */
const SAID: Said = {
  'policyCancel.reason': 'ENTERED_TWICE', 'policySuspend.reason': 'PREMIUM_LATE', 'policyResume.reason': 'PREMIUM_LATE', 'pensionAwardEnd.because': 'DIED', relation: 'SPOUSE', number: 'N1',
};

/** Ids in mutations of which the twin is told nothing else than of a missing one, since the input breaks another rule first. */
const REFUSED_BEFORE: readonly string[] = [
  'claimChange personId', 'claimsReceive claims.0.personId', 'policyMemberAdd personId',
  'declarationFileRead fileId', 'declarationLinesAdd lines.0.personId', 'declarationOpen correctsId', 'declarationOpen employerId', 'declarationOpen personId', 'survivorsPropose survivors.0.personId',
];

let kinga: TestPlatform;
let permissions: readonly string[];
const planted: Record<string, Planted> = {};
let shared: Planted;
/** What the clerk of one district was told before there was anything in the other, and after. */
let before: Answered;
let after: Answered;
let named: readonly Naming[];
let ofModules: (coordinate: string) => boolean;

const clerkOf = (mark: string): TestClient => kinga.as({ name: mark, permissions, places: [PLACES[mark] ?? ''] });
const idOf = (of: Planted, type: string): string => {
  const { tableName, prefix } = kinga.platform.model.byType.get(type) ?? { tableName: '', prefix: '' };
  return encodeId(prefix, String(of.get(quoted(tableName))?.[0]?.['id']));
};
/** The id of a row that there isn't, of the type of another. */
const missing = (id: string): string => `${id.slice(0, -12)}${id.endsWith('0') ? '1' : '0'}`.padEnd(id.length, '0');
const officer = (): TestClient => kinga.as({ name: 'officer', permissions });
const plantedOf = (mark: string): Planted => planted[mark] ?? new Map();
const ask = (client: TestClient, about: readonly Planted[]): Promise<Answered> => answers(client, questions(kinga.platform, about, shapes()).filter(asksModules));

/** Whether a question is of a root field of the modules, or of the nodes of a type that has fields of theirs. */
function asksModules({ name }: Question): boolean {
  const [, nodes, subject = ''] = /^(nodes? of )?(\w+)/.exec(name) ?? [];
  const type = kinga.platform.schema.getType(subject);
  return nodes ? isObjectType(type) && Object.keys(type.getFields()).some((field) => ofModules(`${subject}.${field}`)) : ofModules(`Query.${subject}`);
}

beforeAll(async () => {
  kinga = await startTestPlatform({ modules: MODULES, workers: false, limits: { cost: 10_000_000, fields: 100_000, tokens: 100_000, documentBytes: 1_000_000, depth: 20, principalRate: { capacity: 1e9 } } });
  const { ownerOf } = ownershipOf(kinga.platform.plan, kinga.platform.schema);
  ofModules = (coordinate) => MODULES.some(({ id }) => ownerOf(coordinate)?.module === id);
  permissions = kinga.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  await kinga.as('people.places.manage').run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "A", name: "One", level: "district", parentCode: "R" }, { code: "B", name: "Other", level: "district", parentCode: "R" }
  ] }) { userErrors { code } } }`);
  const { rows: places } = await kinga.pool.query<{ code: string; row: Record<string, unknown> }>('select code, to_jsonb(p) as row from people.place p');
  const at = (code: string): Planted => new Map([['people.place', places.filter((place) => place.code === code).map(({ row }) => row)]]);
  const { plant } = await planter(kinga.pool, kinga.platform, values);
  shared = new Map([...await plant('Shared', (table) => (SHARED.test(table) || table === 'people.organisation') && !LEFT.test(table), [at('R')]), ...at('R')]);
  for (const mark of [NEAR, FAR]) {
    if (mark === FAR) before = await ask(clerkOf(NEAR), [shared, plantedOf(NEAR)]);
    const place = at(PLACES[mark] ?? '');
    planted[mark] = new Map([...await plant(mark, (table) => !SHARED.test(table) && !LEFT.test(table), [place, shared]), ...place]);
    await seals(planted[mark], mark);
  }
  after = await ask(clerkOf(NEAR), [shared, plantedOf(NEAR)]);
  named = await namings(kinga.platform, clerkOf(NEAR), SAID, (mutation) => ofModules(`Mutation.${mutation}`));
});
afterAll(() => kinga?.stop());

/** Numbers of accounts are sealed, so that they can be opened; as the owner, who is bound by policies too. */
async function seals(of: Planted, mark: string): Promise<void> {
  for (const table of ['people.payment_account', 'people.organisation_account']) {
    for (const { id } of of.get(table) ?? []) {
      await kinga.pool.query(`with scope as materialized (select set_config('kinga.scope', 'all', true) as scope) update ${table} set sealed = $1 from scope where scope.scope = 'all' and id = $2`, [seal({ platform: kinga.platform }, { purpose: table, row: String(id) }, mark), id]);
    }
  }
}

const attack = (name: string, tried: Attack): void => it(name, ({ task }) => attempt(task.meta, tried));

let theirs: Answered;

it('every table that the modules keep has a row of each district, or one that they share', async () => {
  const { rows } = await kinga.pool.query<{ name: string }>("select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relpersistence = 'p' and c.relnamespace::regnamespace::text in ('cash_transfers', 'health_insurance', 'pensions')");
  expect(rows.map(({ name }) => name).filter((name) => !shared.has(name) && !(plantedOf(NEAR).has(name) && plantedOf(FAR).has(name)))).toEqual([]);
});

it('every field of the modules is asked for, and tells something to a clerk of the district', async () => {
  theirs = await ask(clerkOf(FAR), [shared, plantedOf(FAR)]);
  const seen = new Set<string>();
  for (const { data } of theirs.values()) filled(kinga.platform.schema, data, seen);
  const said = (field: string): boolean => [field, field.replace(/\..*/, '.*')].some((name) => name in WITHOUT_COVER);
  expect([...theirs].flatMap(([question, { errors }]) => (errors.length > 0 ? [`${JSON.stringify(errors)} ${question}`] : []))).toEqual([]);
  expect(everyField(kinga.platform.schema).filter((field) => ofModules(field) && !seen.has(field) && !said(field))).toEqual([]);
  expect(Object.keys(WITHOUT_COVER).filter((name) => seen.has(name))).toEqual([]);
});

attack('every field of the modules, asked for by whatever leads to it', {
  blocked: () => expect(tracesOf(FAR, plantedOf(FAR), after)).toEqual([]),
  twin: () => expect(tracesOf(FAR, plantedOf(FAR), theirs).length).toBeGreaterThan(50),
});

attack('every field of the modules, asked for by ids and keys of another district', {
  blocked: async () => expect(tracesOf(FAR, plantedOf(FAR), await ask(clerkOf(NEAR), [plantedOf(FAR)]))).toEqual([]),
  twin: async () => {
    const told = await ask(officer(), [plantedOf(FAR)]);
    expect([...told].filter((one) => /^(nodes? of|\w+ by) /.test(one[0]) && tracesOf(FAR, plantedOf(FAR), new Map([one])).length === 0).map(([question]) => question.slice(0, 120))).toEqual([]);
  },
});

/** An answer without who read what, which changes by asking. */
const unread = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer, (key: string, value: unknown) => (key === 'accessLog' ? undefined : value)));

attack('what there is in another district, told by counts, pages, errors or whatever else changes with it', {
  blocked: () => {
    for (const [question, answer] of before) expect([question, unread(after.get(question))]).toEqual([question, unread(answer)]);
  },
  twin: async () => {
    const count = async (client: TestClient): Promise<number> => (await client.run<{ policies: { totalCount: number } }>('{ policies { totalCount } }')).policies.totalCount;
    expect(await count(officer())).toBe(2 * await count(clerkOf(FAR)));
  },
});

/** Roots that are asked about somebody whom they take by id, with the smallest question. */
const ABOUT_ONE: readonly (readonly [root: string, type: string, document: (id: string) => string])[] = [
  ['eligibility', 'Person', (id) => `{ eligibility(input: { personId: "${id}" }) { covered reasons { code } policies { number } } }`],
  ['pensionEntitlementTest', 'Person', (id) => `{ pensionEntitlementTest(input: { personId: "${id}", programmeId: "${idOf(shared, 'Programme')}", kind: OLD_AGE }) { outcome metOn } }`],
  ['policyQuote', 'Household', (id) => `{ policyQuote(input: { householdId: "${id}", planId: "${idOf(shared, 'InsurancePlan')}" }) { members problems { code } } }`],
];
for (const [root, type, document] of ABOUT_ONE) {
  const told = async (mark: string, id: string): Promise<string> => JSON.stringify(await clerkOf(mark).send(document(id))).replaceAll(id, '<id>');
  attack(`${root} of a ${type.toLowerCase()} of another district, told from one of nobody`, {
    blocked: async () => expect(await told(NEAR, idOf(plantedOf(FAR), type))).toBe(await told(NEAR, missing(idOf(plantedOf(FAR), type)))),
    twin: async () => expect(await told(FAR, idOf(plantedOf(FAR), type))).not.toBe(await told(FAR, missing(idOf(plantedOf(FAR), type)))),
  });
}

/** Every row of a district in the modules' tables as it is. */
async function rowsOf(mark: string): Promise<readonly unknown[]> {
  const tables = [...plantedOf(mark)].filter(([table, rows]) => rows[0]?.['id'] !== undefined && !table.startsWith('kernel.'));
  const { rows } = await kinga.pool.query<{ row: unknown }>(`select row from (select set_config('kinga.scope', 'all', true)) s, lateral (${tables.map(([table], at) => `select to_jsonb(t) as row from ${table} t where t.id = any($${at + 1})`).join(' union all ')}) u`,
    tables.map(([, found]) => found.map(({ id }) => id)));
  return rows.map(({ row }) => row);
}

/** What somebody is told of a row of `of`, and of one that there isn't; `timed` says with how many statements, too, by which time tells. */
async function bothAnswers(asker: string, of: Planted, naming: Naming, timed = false, clerk = clerkOf(asker)): Promise<readonly [string, string]> {
  const id = idOf(of, naming.resource.type);
  const told = async (one: string): Promise<string> => `${await answerTo(kinga.platform, clerk, named, naming, one, [plantedOf(asker), shared], SAID)}${timed ? ` by ${clerk.statements()} statements` : ''}`;
  return [await told(id), await told(missing(id))];
}

const ofDistrict = (): readonly Naming[] => named.filter(({ resource }) => (plantedOf(FAR).get(quoted(resource.tableName)) ?? []).length > 0);

attack('every mutation of the modules, by ids of another district, told from ids of nothing', {
  blocked: async () => {
    const was = await rowsOf(FAR);
    const open: string[] = [];
    for (const naming of ofDistrict()) {
      const [foreign, none] = await bothAnswers(NEAR, plantedOf(FAR), naming, true);
      if (foreign !== none || foreign.includes(FAR)) open.push(`${naming.mutation} ${naming.path} ${foreign} ${none}`);
    }
    expect(open).toEqual([]);
    expect(await rowsOf(FAR)).toEqual(was);
  },
  twin: async () => {
    const untold: string[] = [];
    for (const naming of ofDistrict()) {
      const [own, none] = await bothAnswers(FAR, plantedOf(FAR), naming);
      if (own === none) untold.push(`${naming.mutation} ${naming.path}`);
    }
    expect(untold.toSorted()).toEqual(REFUSED_BEFORE.toSorted());
  },
});

/** Another programme and organisation, all over the region, with everything that hangs on them. */
const OTHER = 'Elsewhere';
const everybodys = (): readonly Planted[] => [shared, plantedOf(NEAR), plantedOf(OTHER)];
let asked: readonly Question[];
async function plantElsewhere(): Promise<void> {
  if (planted[OTHER]) return;
  const { rows } = await kinga.pool.query<{ row: Record<string, unknown> }>("select to_jsonb(p) as row from people.place p where code = 'R'");
  const place: Planted = new Map([['people.place', rows.map(({ row }) => row)]]);
  const { plant } = await planter(kinga.pool, kinga.platform, values);
  const OF_NOBODY = /^(calendars\.|transactions\.(currency|accounting_period|ledger_check|ledger_finding)$)/;
  planted[OTHER] = new Map([...await plant(OTHER, (table) => !OF_NOBODY.test(table) && !LEFT.test(table), [place, shared]), ...place]);
  // No trigger stood when enrolments were planted.
  await kinga.pool.query('select programmes.settle_participants(array(select id from people.person), array(select id from people.household))');
  asked = questions(kinga.platform, everybodys(), shapes());
}

/** The type that a question is of. */
function typeOf({ name }: Question): string {
  const [, node, subject = ''] = /^(nodes? of )?(\w+)/.exec(name) ?? [];
  const type = kinga.platform.schema.getQueryType()?.getFields()[subject]?.type;
  return node || !type ? subject : getNamedType(type).name.replace(/Connection$/, '');
}
const told = (limits: object, which: (question: Question) => boolean): Promise<Answered> => answers(kinga.as({ name: OTHER, permissions, ...limits }), asked.filter(which));
const traces = (of: readonly string[], found: Answered): readonly string[] => of.flatMap((mark) => tracesOf(mark, plantedOf(mark), found));

/** What is of no programme: organisations, whatever they are in it, groups, and places, which lead to organisations. */
const OF_NO_PROGRAMME = ['CashDesk', 'Employer', 'FacilityPriceList', 'Group', 'HealthFacility', 'Place'];

attack('every field, as somebody of another programme', {
  blocked: async () => {
    await plantElsewhere();
    expect(traces([NEAR, FAR], await told({ programmes: [`${OTHER} code`] }, (question) => !OF_NO_PROGRAMME.includes(typeOf(question)) && !/^Organisation/.test(typeOf(question))))).toEqual([]);
  },
  twin: async () => expect(traces([OTHER], await told({ programmes: [`${OTHER} code`] }, asksModules)).length).toBeGreaterThan(20),
});

/** By their ids: decisions that mutations above made are of persons, and of no organisation. */
const ofOrganisations = (question: Question): boolean => question.name.startsWith('node') && kinga.platform.model.byType.get(typeOf(question))?.scope?.organisations !== undefined;
attack('every row that is of an organisation, as somebody of another', {
  blocked: async () => {
    await plantElsewhere();
    expect(traces([NEAR, FAR], await told({ organisations: [`${OTHER} code`] }, ofOrganisations))).toEqual([]);
  },
  twin: async () => expect(traces([OTHER], await told({ organisations: [`${OTHER} code`] }, ofOrganisations)).length).toBeGreaterThan(20),
});

/** Mutations by ids of rows that somebody of other programmes or organisations does not see, of which they are told something else than of none. */
async function toldFrom(limits: object, dimension: 'programmes' | 'organisations'): Promise<readonly string[]> {
  const open: string[] = [];
  // Whom an employer employs is a member of theirs from then on.
  for (const naming of named.filter(({ mutation, resource }) => resource.scope?.[dimension] && !mutation.startsWith('employment'))) {
    const of = [plantedOf(NEAR), shared].find((rows) => (rows.get(quoted(naming.resource.tableName)) ?? []).length > 0);
    if (!of) continue;
    const [foreign, none] = await bothAnswers(OTHER, of, naming, true, kinga.as({ name: OTHER, permissions, ...limits }));
    if (foreign !== none) open.push(`${naming.mutation} ${naming.path} ${foreign} ${none}`);
  }
  return open;
}
for (const dimension of ['programmes', 'organisations'] as const) {
  attack(`every mutation of the modules, by ids of other ${dimension}, told from ids of nothing`, {
    blocked: async () => {
      await plantElsewhere();
      expect(await toldFrom({ [dimension]: [`${OTHER} code`] }, dimension)).toEqual([]);
    },
    twin: async () => expect((await toldFrom({}, dimension)).length).toBeGreaterThan(5),
  });
}

/** Ids of somebody who was erased, or of a row about them, that mutations take all the same: care and contributions are settled, employment ends, and survivors have rights of their own. */
const GOES_ON: readonly string[] = [
  'claimReopen id', 'claimRestore id', 'claimSubmit ids.0', 'claimWithdraw id', 'claimsAdjudicate ids.0', 'contributionReverse contributionId', 'declarationReverse declarationId', 'employmentEnd employmentId', 'survivorsDecide caseId', 'survivorsPropose awardId',
];
/** Puts the persons of a district, erased or not, and tells the mutations that take them. */
async function servedWhere(erased: boolean): Promise<readonly string[]> {
  await kinga.pool.query(`with scope as materialized (select set_config('kinga.scope', 'all', true) as scope)
    update people.person set erased_on = case when $2::boolean then current_date end from scope where scope.scope = 'all' and merged_into_id is null and family_name ^@ $1`, [FAR, erased]);
  const of = new Map([...shared, ...plantedOf(FAR)]);
  return servedOfErased(named, (naming) => answerTo(kinga.platform, clerkOf(FAR), named, naming, idOf(of, naming.resource.type), [of], { ...SAID, idempotencyKey: 'asked once more' }));
}
attack('every mutation of the modules, by ids of somebody who was erased and of rows about them', {
  blocked: async () => expect((await servedWhere(true)).toSorted()).toEqual(GOES_ON.toSorted()),
  twin: async () => expect(await servedWhere(false)).toHaveLength(named.filter(({ resource }) => resource.subject?.person).length),
});
