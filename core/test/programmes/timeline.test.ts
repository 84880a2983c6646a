import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../src/kernel/schema/ids.js';
import { applyRun, determine } from '../../src/programmes/entitlements/determination-job.js';
import { proposeByItself } from '../../src/programmes/entitlements/propose-redetermination.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { registerHousehold, twoPlaces, versionOf as personVersion, CLERK } from '../people/testing/registry.js';
import { EVERYBODY, officers, programme, publishedVersion, rule } from './testing.js';

const TODAY = '2026-06-15';
const MONTHS = ['2026-01', '2026-02', '2026-03'];
const LAST: Readonly<Record<string, string>> = { '2026-01': '2026-01-31', '2026-02': '2026-02-28', '2026-03': '2026-03-31' };

let platform: TestPlatform;
let clerk: TestClient;
let officer: TestClient;
let approver: TestClient;
let payer: TestClient;
let worlds = 0;
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

beforeAll(async () => {
  platform = await startTestPlatform({ today: TODAY, workers: false, settings: { 'change-requests': { policies: [{ operation: 'overpaymentWriteOff', when: [{ field: 'amount', from: '5.00' }], approve: 'transactions.recoveries.write-off' }] } } });
  clerk = platform.as(...CLERK);
  await twoPlaces(clerk);
  officer = platform.as({ role: 'programme-officer', name: 'officer' });
  approver = platform.as({ role: 'entitlement-approver', name: 'approver' });
  payer = platform.as({ name: 'payer', permissions: ['programmes.entitlements.read', 'programmes.programmes.read', 'transactions.recoveries.book', 'transactions.recoveries.write-off', 'change-requests.requests.read'] });
});
afterAll(() => platform.stop());

/** A household of a head and a child, enrolled. */
interface Family {
  readonly enrolment: string;
  readonly head: string;
  readonly child: string;
}
interface World {
  readonly programme: string;
  readonly families: readonly Family[];
  version: string;
}

const grant = (rate: string): readonly object[] => [EVERYBODY, rule('grant', 'AMOUNT', `money("${rate}") * household.members.filter(m, m.age < 18).size()`)];

async function asOwner<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  const client = await platform.pool.connect();
  try {
    await client.query("select set_config('kinga.scope', 'all', false), set_config('kinga.actor', 'planter', false)");
    return (await client.query(text, [...values])).rows as R[];
  } finally {
    await client.query('reset all');
    client.release();
  }
}

async function run(client: TestClient, mutation: string, input: object, fields = ''): Promise<Record<string, { id: string }>> {
  const document = `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { ${fields} userErrors { code message path } } }`;
  return (await client.run<Record<string, Record<string, { id: string }>>>(document, { input }))[mutation] ?? {};
}
const refused = async (client: TestClient, mutation: string, input: object): Promise<readonly string[]> =>
  (await client.refuse(`mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message } } }`, { input })).map(({ code }) => code);

let keys = 0;
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: `timeline-${++keys}` });

async function work(job: { run(ctx: never, input: { runId: string }, control: never): Promise<unknown> }, id: string): Promise<void> {
  await job.run(platform.platform.context({ actor: platform.platform.system() }) as never, { runId: uuid(id) }, { progress: async () => undefined } as never);
}

async function determineMonth(world: World, month: string): Promise<void> {
  const opened = await run(officer, 'benefitPeriodOpen', { programmeId: world.programme, number: MONTHS.indexOf(month) + 1, periodFrom: `${month}-01`, periodTo: LAST[month], dueOn: LAST[month] }, 'period { id }');
  const { run: begun } = await run(officer, 'entitlementsDetermine', { periodId: opened['period']?.id, ...key() }, 'run { id }');
  await work(determine, begun?.id ?? '');
}

async function again(world: World, more: object = {}): Promise<string> {
  const { run: begun } = await run(officer, 'entitlementsRedetermine', { programmeId: world.programme, from: '2026-01-01', reason: 'something changed', ...more, ...key() }, 'run { id }');
  await work(determine, begun?.id ?? '');
  return begun?.id ?? '';
}

async function decide(id: string, approve = true): Promise<void> {
  await run(approver, 'determinationDecide', { id, approve, ...key() });
  await work(applyRun, id);
}

async function begin(rate = '10.00', size = 2): Promise<World> {
  worlds += 1;
  const { ama } = officers(platform);
  const id = await programme(ama, `TL${worlds}`, { startsOn: '2026-01-01' });
  const { id: version } = await publishedVersion(platform, { programmeId: id, effectiveFrom: '2026-01-01', rules: grant(rate) });
  const families: Family[] = [];
  for (let at = 0; at < size; at += 1) {
    const { id: household, members } = await registerHousehold(clerk, `TL${worlds}-${at}`, [{ givenName: 'Head', birthDate: '1980-01-01' }, { givenName: 'Child', birthDate: '2015-06-01' }]);
    const [row] = await asOwner<{ id: string }>(
      "insert into programmes.enrolment (id, programme_id, household_id, place_id, state, enrolled_on) select kernel.uuid7(), $1, h.id, h.place_id, 'ENROLLED', '2026-01-01' from people.household h where h.id = $2 returning id", [uuid(id), uuid(household)]);
    families.push({ enrolment: encodeId('enrolment', row?.id ?? ''), head: members[0] ?? '', child: members[1] ?? '' });
  }
  const world: World = { programme: id, families, version };
  for (const month of MONTHS) await determineMonth(world, month);
  return world;
}

async function born(person: string, birthDate: string): Promise<void> {
  await run(clerk, 'personUpdate', { id: person, version: await personVersion(clerk, person), birthDate });
}

/** What is owed by enrolment and month: entitlements less overpayments. */
async function owed(world: World): Promise<Record<string, string>> {
  const rows = await asOwner<{ enrolment: string; month: string; owed: string }>(
    `select e.id as enrolment, to_char(b.period_from, 'YYYY-MM') as month, programmes.owed(e.id, b.period_from)::numeric(12,2)::text as owed
     from programmes.enrolment e join programmes.benefit_period b on b.programme_id = e.programme_id where e.programme_id = $1 order by e.id, b.number`, [uuid(world.programme)]);
  return Object.fromEntries(rows.map((row) => [`${world.families.findIndex(({ enrolment }) => uuid(enrolment) === row.enrolment)} ${row.month}`, row.owed]));
}

describe('what is owed', () => {
  it('is determined by the rule and the facts of each period, once', async () => {
    const world = await begin();
    expect(await owed(world)).toEqual({ '0 2026-01': '10.00', '0 2026-02': '10.00', '0 2026-03': '10.00', '1 2026-01': '10.00', '1 2026-02': '10.00', '1 2026-03': '10.00' });
    const { programme: told } = await officer.run<{ programme: { periods: { nodes: { id: string }[] } } }>('query ($id: ID!) { programme(by: { id: $id }) { periods { nodes { id number } } } }', { id: world.programme });
    expect(await refused(officer, 'entitlementsDetermine', { periodId: told.periods.nodes[0]?.id, ...key() })).toEqual(['BENEFIT_PERIOD_DETERMINED']);
    expect(await refused(officer, 'benefitPeriodOpen', { programmeId: world.programme, number: 9, periodFrom: '2026-03-15', periodTo: '2026-04-15', dueOn: '2026-04-30' })).toEqual(['BENEFIT_PERIOD_TAKEN']);
    expect(await refused(officer, 'benefitPeriodOpen', { programmeId: world.programme, number: 9, periodFrom: '2026-04-15', periodTo: '2026-04-14', dueOn: '2026-04-30' })).toEqual(['BENEFIT_PERIOD_DATES']);
  });

  it('leaves a decision that is explained and worked out again, of what is owed and of what is not', async () => {
    const world = await begin('12.34');
    const WHY = `query ($id: ID!) { enrolment(by: { id: $id }) { determinations(first: 20) { nodes { reasons becomes { amount } period { number } decision { id kind outcome on periodFrom periodTo amount { amount } reasons { code }
      basis { on programmeVersion { number } } facts { path value } explanation { rule kind parts { expression value } } entitlements { nodes { owed { amount } decision { id } } } determinations { nodes { state } } } } } } }`;
    interface Why { readonly enrolment: { readonly determinations: { readonly nodes: readonly { readonly reasons: readonly string[]; readonly period: { readonly number: number }; readonly becomes: { readonly amount: string }; readonly decision: { readonly id: string; readonly explanation: readonly { readonly rule: string; readonly parts: readonly object[] }[] } }[] } } }
    const why = async (number: number, enrolment = world.families[0]?.enrolment): Promise<Why['enrolment']['determinations']['nodes']> => (await officer.run<Why>(WHY, { id: enrolment })).enrolment.determinations.nodes.filter(({ period }) => period.number === number);
    const [found] = await why(2);
    expect(found?.decision).toMatchObject({
      kind: 'ENTITLEMENT', outcome: 'ELIGIBLE', on: '2026-02-01', periodFrom: '2026-02-01', periodTo: '2026-02-28', amount: { amount: '12.34' }, reasons: [], basis: { on: '2026-02-01', programmeVersion: { number: 1 } },
      facts: expect.arrayContaining([{ path: 'household.members.1.age', value: '10' }]), entitlements: { nodes: [{ owed: { amount: '12.34' }, decision: { id: found?.decision.id } }] }, determinations: { nodes: [{ state: 'APPLIED' }] },
    });
    expect(found?.decision.explanation.find(({ rule: code }) => code === 'grant')?.parts).toEqual(expect.arrayContaining([expect.objectContaining({ expression: 'money("12.34")', value: '12.34' })]));
    const REPLAY = 'query ($id: ID!) { decisionReplay(id: $id) { equal differences { what } today { outcome amount changedFacts } } }';
    expect(await officer.run(REPLAY, { id: found?.decision.id })).toEqual({ decisionReplay: { equal: true, differences: [], today: { outcome: 'ELIGIBLE', amount: '12.34', changedFacts: [] } } });
    // What is known by now gives something else for the period, which determining it again finds; what was decided stays explained as it was.
    await born(world.families[0]?.child ?? '', '2008-01-15');
    expect(await officer.run(REPLAY, { id: found?.decision.id })).toEqual({ decisionReplay: { equal: true, differences: [], today: { outcome: 'ELIGIBLE', amount: '0.00', changedFacts: ['household.members.1.age'] } } });
    const other = world.families[1]?.enrolment ?? '';
    const [row] = await asOwner<{ version: number }>('select version from programmes.enrolment where id = $1', [uuid(other)]);
    await run(officer, 'enrolmentExit', { id: other, version: row?.version, on: '2026-02-01', reason: 'MOVED_AWAY' });
    await decide(await again(world));
    const [less] = (await why(2)).filter(({ becomes }) => becomes.amount === '0.00');
    expect(less?.decision).toMatchObject({ outcome: 'ELIGIBLE', amount: { amount: '0.00' }, entitlements: { nodes: [] } });
    expect(await officer.run(REPLAY, { id: less?.decision.id })).toMatchObject({ decisionReplay: { equal: true } });
    // No rule decided that somebody was not enrolled: the steps of the enrolment say it.
    const [gone] = (await why(2, other)).filter(({ becomes }) => becomes.amount === '0.00');
    expect(gone).toMatchObject({ reasons: ['NOT_ENROLLED'], decision: { outcome: 'NOT_ELIGIBLE', basis: null, amount: null, facts: [], explanation: [], reasons: [{ code: 'NOT_ENROLLED' }] } });
    expect(await officer.run(REPLAY, { id: gone?.decision.id })).toMatchObject({ decisionReplay: { equal: true } });
    // Facts and basis stand with the decision alone.
    expect(await asOwner("select count(*) filter (where d.facts is not null or d.basis is not null)::int as twice, count(*) filter (where d.decision_id is null)::int as without from programmes.determination d where d.programme_id = $1", [uuid(world.programme)])).toEqual([{ twice: 0, without: 0 }]);
  });

  it('becomes less where a birth date is corrected: a preview, a second person, an overpayment in the ledger', async () => {
    const world = await begin();
    const child = world.families[0]?.child ?? '';
    // Eighteen on 15 February 2008 + 18: a child in January and February, and not in March.
    await born(child, '2008-02-15');
    const id = await again(world);
    const PREVIEW = 'query ($id: ID!) { determinationRun(by: { id: $id }) { state changed more less determinations { nodes { state was { amount } becomes { amount } period { number } } } } }';
    expect(await officer.run(PREVIEW, { id })).toEqual({ determinationRun: { state: 'PREVIEW', changed: 1, more: '0', less: '10.00', determinations: { nodes: [{ state: 'PROPOSED', was: { amount: '10.00' }, becomes: { amount: '0.00' }, period: { number: 3 } }] } } });
    expect((await owed(world))['0 2026-03']).toBe('10.00');
    const selfApprover = platform.as({ name: 'officer', permissions: ['programmes.entitlements.approve', 'programmes.entitlements.read'] });
    expect(await refused(selfApprover, 'determinationDecide', { id, approve: true, ...key() })).toEqual(['OWN_DETERMINATION_RUN']);
    await decide(id);
    expect((await owed(world))['0 2026-03']).toBe('0.00');
    const { overpayments } = await payer.run<{ overpayments: { nodes: { id: string }[] } }>('query ($id: ID!) { overpayments(where: { programme: { id: { eq: $id } } }) { nodes { id } } }', { id: world.programme });
    const overpaymentId = overpayments.nodes[0]?.id;
    const balance = async (): Promise<unknown> => asOwner(
      "select a.purpose, sum(p.amount)::text as sum from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 group by 1 order by 1", [uuid(world.programme)]);
    expect(await balance()).toEqual([{ purpose: 'BENEFIT_EXPENSE', sum: '-10.00' }, { purpose: 'RECEIVABLE', sum: '10.00' }]);
    await run(payer, 'overpaymentRepay', { overpaymentId, amount: '4', on: TODAY, ...key() });
    expect(await refused(payer, 'overpaymentRepay', { overpaymentId, amount: '6.01', on: TODAY, ...key() })).toEqual(['RECOVERY_TOO_MUCH']);
    expect(await refused(payer, 'overpaymentRepay', { overpaymentId, amount: '0.001', on: TODAY, ...key() })).toEqual(['RECOVERY_AMOUNT']);
    // From five on the deployment's policy has a second person decide; who asks for it is not one.
    const held = await run(payer, 'overpaymentWriteOff', { overpaymentId, amount: '6.00', reason: 'She has nothing to give back', ...key() }, 'recovery { id } changeRequest { id }');
    expect(held['recovery']).toBeNull();
    expect(await balance()).toMatchObject([{ purpose: 'BENEFIT_EXPENSE' }, { purpose: 'FUNDS', sum: '4.00' }, { purpose: 'RECEIVABLE', sum: '6.00' }]);
    const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state } userErrors { code message } } }';
    const WRITES_OFF = ['change-requests.requests.read', 'change-requests.requests.decide', 'transactions.recoveries.write-off', 'programmes.entitlements.read', 'programmes.programmes.read'];
    expect((await platform.as({ name: 'payer', permissions: WRITES_OFF }).refuse(APPROVE, { id: held['changeRequest']?.id })).length).toBe(1);
    expect(await platform.as({ name: 'head of finance', permissions: WRITES_OFF }).run(APPROVE, { id: held['changeRequest']?.id })).toMatchObject({ changeRequestApprove: { changeRequest: { state: 'APPROVED' } } });
    expect(await balance()).toMatchObject([{ purpose: 'BENEFIT_EXPENSE', sum: '-10.00' }, { purpose: 'FUNDS', sum: '4.00' }, { purpose: 'RECEIVABLE' }, { purpose: 'WRITTEN_OFF' }]);
    expect(await asOwner("select coalesce(sum(p.amount), 0)::numeric(9,2)::text as left from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'RECEIVABLE'", [uuid(world.programme)])).toEqual([{ left: '0.00' }]);
  });

  it('becomes more where the rule is changed with effect in the past: arrears, due now', async () => {
    const world = await begin();
    await publishedVersion(platform, { programmeId: world.programme, effectiveFrom: '2026-02-01', supersedesId: world.version, rules: grant('12.50') });
    await decide(await again(world, { from: '2026-02-10' }));
    expect(await owed(world)).toMatchObject({ '0 2026-01': '10.00', '0 2026-02': '12.50', '0 2026-03': '12.50' });
    expect(await asOwner("select distinct kind, amount::text, due_on::text from programmes.entitlement where programme_id = $1 and kind = 'ARREARS'", [uuid(world.programme)])).toEqual([{ kind: 'ARREARS', amount: '2.50', due_on: TODAY }]);
    // What is right already changes nothing.
    const id = await again(world);
    expect(await officer.run('query ($id: ID!) { determinationRun(by: { id: $id }) { changed } }', { id })).toEqual({ determinationRun: { changed: 0 } });
  });

  it('stays as it was where it is rejected, where something changed meanwhile, and where what it rests on is not known', async () => {
    const world = await begin();
    const [one, other] = world.families;
    await born(one?.child ?? '', '2000-01-01');
    await decide(await again(world), false);
    expect((await owed(world))['0 2026-01']).toBe('10.00');
    // Two looks at the same: the second to be approved finds that the first has changed it.
    const [first, second] = [await again(world), await again(world)];
    await decide(first);
    await decide(second);
    expect((await owed(world))['0 2026-01']).toBe('0.00');
    expect(await asOwner('select distinct state from programmes.determination where run_id = $1', [uuid(second)])).toEqual([{ state: 'STALE' }]);
    expect(await refused(officer, 'entitlementsRedetermine', { programmeId: world.programme, enrolmentId: `${other?.enrolment.slice(0, -4)}0000`, from: '2026-01-01', reason: 'x y z', ...key() })).toEqual(['ENROLMENT_OF_OTHER_PROGRAMME']);
    expect(await refused(officer, 'entitlementsRedetermine', { programmeId: world.programme, from: '2026-07-01', reason: 'x y z', ...key() })).toEqual(['NOTHING_DETERMINED']);
  });

  it('is held, and says why, where somebody is suspended, has died, or is due nothing', async () => {
    const world = await begin('10.00', 3);
    const [suspended, bereaved, grown] = world.families;
    const [row] = await asOwner<{ version: number }>('select version from programmes.enrolment where id = $1', [uuid(suspended?.enrolment ?? '')]);
    await run(officer, 'enrolmentSuspend', { id: suspended?.enrolment, version: row?.version, on: '2026-03-15', reason: 'UNDER_REVIEW' });
    await asOwner("update people.person set death_date = '2026-04-02' where id = $1", [uuid(bereaved?.head ?? '')]);
    await born(grown?.child ?? '', '2000-01-01');
    const opened = await run(officer, 'benefitPeriodOpen', { programmeId: world.programme, number: 4, periodFrom: '2026-04-01', periodTo: '2026-04-30', dueOn: '2026-04-30' }, 'period { id }');
    const { run: begun } = await run(officer, 'entitlementsDetermine', { periodId: opened['period']?.id, ...key() }, 'run { id }');
    await work(determine, begun?.id ?? '');
    const { determinationRun } = await officer.run<{ determinationRun: { determinations: { nodes: { state: string; reasons: string[]; becomes: { amount: string }; enrolment: { id: string } }[] } } }>(
      'query ($id: ID!) { determinationRun(by: { id: $id }) { determinations { nodes { state reasons becomes { amount } enrolment { id } } } } }', { id: begun?.id });
    const held = determinationRun.determinations.nodes.map(({ state, reasons, becomes, enrolment }) => [world.families.findIndex((family) => family.enrolment === enrolment.id), state, reasons, becomes.amount]);
    expect(held.sort()).toEqual([[0, 'LEFT', ['SUSPENDED'], '0.00'], [1, 'LEFT', ['PAYEE_DIED'], '0.00'], [2, 'LEFT', ['NOTHING_DUE'], '0.00']]);
    // Who has died is paid no arrears either; what was too much is owed back all the same.
    await publishedVersion(platform, { programmeId: world.programme, effectiveFrom: '2026-02-01', supersedesId: world.version, rules: grant('12.50') });
    await decide(await again(world, { from: '2026-02-01', enrolmentId: bereaved?.enrolment }));
    expect(await owed(world)).toMatchObject({ '1 2026-02': '10.00', '1 2026-03': '10.00', '1 2026-04': '0.00' });
    await born(bereaved?.child ?? '', '2000-01-01');
    await decide(await again(world, { from: '2026-03-01', enrolmentId: bereaved?.enrolment }));
    expect(await owed(world)).toMatchObject({ '1 2026-02': '10.00', '1 2026-03': '0.00' });
  });

  it('goes on where the work was killed, and owes nothing twice', async () => {
    const world = await begin();
    await born(world.families[0]?.child ?? '', '2000-01-01');
    const id = await again(world);
    await run(approver, 'determinationDecide', { id, approve: true, ...key() });
    await Promise.all([work(applyRun, id), work(applyRun, id)]);
    await work(applyRun, id);
    await work(determine, id);
    expect(await owed(world)).toMatchObject({ '0 2026-01': '0.00', '0 2026-02': '0.00', '0 2026-03': '0.00' });
    expect(await asOwner('select count(*)::int as n from programmes.overpayment where programme_id = $1', [uuid(world.programme)])).toEqual([{ n: 3 }]);
  });
});

/** What waits to be determined again, as `enrolment since reasons`. */
async function waiting(world: World): Promise<readonly string[]> {
  const LIST = 'query ($id: ID!) { redeterminationsDue(where: { programme: { id: { eq: $id } } }) { nodes { enrolment { id } since reasons } } }';
  const { redeterminationsDue } = await officer.run<{ redeterminationsDue: { nodes: { enrolment: { id: string } | null; since: string; reasons: string[] }[] } }>(LIST, { id: world.programme });
  return redeterminationsDue.nodes.map(({ enrolment, since, reasons }) => `${enrolment ? world.families.findIndex((each) => each.enrolment === enrolment.id) : 'all'} ${since} ${reasons.toSorted().join(' ')}`).toSorted();
}

/** Looks into what waits. @returns the run, and how it ended */
async function propose(world: World): Promise<{ readonly id: string; readonly state: string }> {
  const { run: begun } = await run(officer, 'redeterminationPropose', { programmeId: world.programme, ...key() }, 'run { id }');
  await work(determine, begun?.id ?? '');
  const { determinationRun } = await officer.run<{ determinationRun: { state: string } }>('query ($id: ID!) { determinationRun(by: { id: $id }) { state } }', { id: begun?.id });
  return { id: begun?.id ?? '', state: determinationRun.state };
}

async function settle(world: World): Promise<void> {
  while ((await waiting(world)).length > 0) {
    const { id, state } = await propose(world);
    if (state === 'PREVIEW') await decide(id);
  }
}

describe('what has changed with effect in the past', () => {
  it('is noted by the database with each change, since when and of whom, and looked into by one run', async () => {
    const world = await begin();
    expect(await waiting(world)).toEqual([]);
    expect(await refused(officer, 'redeterminationPropose', { programmeId: world.programme, ...key() })).toEqual(['NO_REDETERMINATION_DUE']);
    const [one, other] = world.families;
    await born(one?.child ?? '', '2008-02-15');
    expect(await waiting(world)).toEqual(['0 2026-01-01 people.person']);
    // A child that left the household in February, a head who has died since, and an exit.
    await asOwner("update people.membership set valid_to = '2026-02-10' where person_id = $1", [uuid(other?.child ?? '')]);
    expect(await waiting(world)).toEqual(['0 2026-01-01 people.person', '1 2026-02-10 people.membership']);
    await asOwner("update people.person set death_date = '2026-03-02' where id = $1", [uuid(one?.head ?? '')]);
    const [row] = await asOwner<{ version: number }>('select version from programmes.enrolment where id = $1', [uuid(other?.enrolment ?? '')]);
    await run(officer, 'enrolmentExit', { id: other?.enrolment, version: row?.version, on: '2026-02-20', reason: 'MOVED_AWAY' });
    expect((await waiting(world)).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual(['0 2026-01-01', '1 2026-02-10']);
    expect((await waiting(world))[1]).toContain('programmes.enrolment_step');
    // All of it is one run, which another person approves.
    const { id, state } = await propose(world);
    expect(state).toBe('PREVIEW');
    expect(await waiting(world)).toEqual([]);
    expect(await officer.run('query ($id: ID!) { determinationRun(by: { id: $id }) { fromDay changed less noted { nodes { since } } } }', { id }))
      .toEqual({ determinationRun: { fromDay: '2026-01-01', changed: 2, less: '20.00', noted: { nodes: [expect.anything(), expect.anything()] } } });
    // What changes until it is decided on waits for the next.
    await born(one?.child ?? '', '2008-01-15');
    expect(await refused(officer, 'redeterminationPropose', { programmeId: world.programme, ...key() })).toEqual(['REDETERMINATION_OPEN']);
    await decide(id);
    expect(await owed(world)).toEqual({ '0 2026-01': '10.00', '0 2026-02': '10.00', '0 2026-03': '0.00', '1 2026-01': '10.00', '1 2026-02': '10.00', '1 2026-03': '0.00' });
    await settle(world);
    expect(await owed(world)).toMatchObject({ '0 2026-01': '10.00', '0 2026-02': '0.00', '0 2026-03': '0.00' });
  });

  it('has effect on nothing where nothing is owed otherwise, after the last period, or of whom nothing was determined', async () => {
    const world = await begin();
    await born(world.families[0]?.child ?? '', '2015-06-02');
    expect(await propose(world)).toMatchObject({ state: 'NOTHING' });
    expect(await waiting(world)).toEqual([]);
    await asOwner("update people.membership set valid_to = '2026-04-01' where person_id = $1", [uuid(world.families[0]?.child ?? '')]);
    await registerHousehold(clerk, `TLN${worlds}`, [{ givenName: 'New', birthDate: '1980-01-01' }]);
    expect(await waiting(world)).toEqual([]);
  });

  it('is of a whole programme where a version, a value or a table is published for the past, and of those alone whose rules name it', async () => {
    const [world, bystander] = [await begin(), await begin()];
    await publishedVersion(platform, { programmeId: world.programme, effectiveFrom: '2026-02-01', supersedesId: world.version, rules: grant('12.50') });
    expect([await waiting(world), await waiting(bystander)]).toEqual([['all 2026-02-01 programmes.programme_version'], []]);
    const { id } = await propose(world);
    await decide(id);
    expect(await owed(world)).toMatchObject({ '0 2026-01': '10.00', '0 2026-02': '12.50', '1 2026-03': '12.50' });
    const code = `rate_${worlds}`;
    await asOwner("insert into programmes.parameter (id, code, type) values (kernel.uuid7(), $1, 'NUMBER')", [code]);
    const value = async (from: string): Promise<void> => {
      await asOwner("insert into programmes.parameter_value (id, parameter_id, effective_from, value, source, proposed_by) select kernel.uuid7(), p.id, $2, '1', 'x', 'x' from programmes.parameter p where p.code = $1", [code, from]);
      await asOwner("update programmes.parameter_value v set state = 'PUBLISHED', decided_by = 'y', decided_at = now() from programmes.parameter p where p.id = v.parameter_id and p.code = $1 and v.state = 'PROPOSED'", [code]);
    };
    await value('2020-01-01');
    await publishedVersion(platform, { programmeId: bystander.programme, effectiveFrom: '2026-04-01', supersedesId: bystander.version, rules: [EVERYBODY, rule('grant', 'AMOUNT', `money("10.00") * params.${code}`)] });
    await value('2026-03-15');
    expect([await waiting(world), await waiting(bystander)]).toEqual([[], ['all 2026-03-15 programmes.parameter_value']]);
    // Answers of surveys are facts, too: those since when they were given.
    await asOwner("with q as (insert into surveys.questionnaire (id, code, name, target) values (kernel.uuid7(), $1, 'Asked', 'HOUSEHOLD') returning id) insert into surveys.questionnaire_version (id, questionnaire_id, number) select kernel.uuid7(), q.id, 1 from q", [`TLQ${worlds}`]);
    await asOwner("update surveys.questionnaire_version v set state = 'PUBLISHED', published_on = '2026-01-01' from surveys.questionnaire q where q.id = v.questionnaire_id and q.code = $1", [`TLQ${worlds}`]);
    await asOwner(`insert into surveys.response (id, questionnaire_id, version_id, household_id, answered_on, recorded_by) select kernel.uuid7(), v.questionnaire_id, v.id, e.household_id, '2026-02-11', 'x'
      from surveys.questionnaire q join surveys.questionnaire_version v on v.questionnaire_id = q.id, programmes.enrolment e where q.code = $1 and e.id = $2`, [`TLQ${worlds}`, uuid(world.families[1]?.enrolment ?? '')]);
    expect(await waiting(world)).toEqual(['1 2026-02-11 surveys.response']);
  });

  it('is looked into by itself where the deployment says after how long', async () => {
    const world = await begin();
    const ctx = platform.platform.context({ actor: platform.platform.system('programmes.redeterminations') });
    expect(await proposeByItself(ctx)).toBe(0);
    const own = platform.platform.settings('programmes');
    const hourly = { ...ctx, platform: Object.assign(Object.create(platform.platform) as typeof platform.platform, { settings: (module: string) => (module === 'programmes' ? { ...(own as object), redetermineAfterHours: 1 } : platform.platform.settings(module)), now: () => Date.now() + 2 * 3_600_000 }) };
    await born(world.families[0]?.child ?? '', '2000-01-01');
    expect(await proposeByItself(hourly)).toBeGreaterThan(0);
    await born(world.families[0]?.child ?? '', '2000-01-02');
    await proposeByItself(hourly);
    expect(await asOwner('select state, asked_by from programmes.determination_run where programme_id = $1 and of_noted', [uuid(world.programme)])).toEqual([{ state: 'COMPUTING', asked_by: expect.stringContaining('programmes.redeterminations') }]);
  });
});

type Change =
  | { readonly kind: 'born'; readonly family: number; readonly year: number }
  | { readonly kind: 'rate'; readonly month: number; readonly rate: number }
  | { readonly kind: 'left'; readonly family: number; readonly month: number }
  | { readonly kind: 'again'; readonly month: number; readonly approve: boolean };

const changes = fc.array(fc.oneof<fc.Arbitrary<Change>[]>(
  fc.record({ kind: fc.constant('born' as const), family: fc.nat(1), year: fc.integer({ min: 2006, max: 2012 }) }),
  fc.record({ kind: fc.constant('rate' as const), month: fc.nat(2), rate: fc.integer({ min: 0, max: 3000 }) }),
  fc.record({ kind: fc.constant('left' as const), family: fc.nat(1), month: fc.nat(2) }),
  fc.record({ kind: fc.constant('again' as const), month: fc.nat(2), approve: fc.boolean() }),
), { minLength: 2, maxLength: 7 });

it('is, after any changes and however often it was determined again, what it would be from the beginning', async () => {
  await fc.assert(fc.asyncProperty(changes, async (all) => {
    const world = await begin('10.00');
    const births = ['2015-06-01', '2015-06-01'];
    const left: (string | undefined)[] = [undefined, undefined];
    // By month, as versions follow one another: each takes the place of the one in force then.
    const rates = [1000, 1000, 1000];
    const inForce = [world.version, world.version, world.version];
    for (const change of all) {
      if (change.kind === 'born') {
        births[change.family] = `${change.year}-01-15`;
        await born(world.families[change.family]?.child ?? '', `${change.year}-01-15`);
      } else if (change.kind === 'rate') {
        const supersedesId = inForce[change.month] ?? '';
        const first = inForce.indexOf(supersedesId);
        const last = inForce.lastIndexOf(supersedesId);
        const month = MONTHS[change.month] ?? '';
        const to = last < 2 ? `${MONTHS[last + 1]}-01` : undefined;
        if (change.month < first) continue;
        const { id } = await publishedVersion(platform, { programmeId: world.programme, effectiveFrom: `${month}-01`, ...(to && { effectiveTo: to }), supersedesId, rules: grant((change.rate / 100).toFixed(2)) });
        for (let at = change.month; at <= last; at += 1) [rates[at], inForce[at]] = [change.rate, id];
      } else if (change.kind === 'left') {
        if (left[change.family]) continue;
        const enrolment = world.families[change.family]?.enrolment ?? '';
        const [row] = await asOwner<{ version: number }>('select version from programmes.enrolment where id = $1', [uuid(enrolment)]);
        left[change.family] = `${MONTHS[change.month]}-01`;
        await run(officer, 'enrolmentExit', { id: enrolment, version: row?.version, on: left[change.family], reason: 'MOVED_AWAY' });
      } else {
        await decide(await again(world, { from: `${MONTHS[change.month]}-01` }), change.approve);
      }
    }
    // What was noted of all that changed is enough: looked into, and approved, until nothing waits.
    await settle(world);
    const expected = Object.fromEntries(world.families.flatMap((_, family) => MONTHS.map((month, at) => {
      const adult = `${Number((births[family] ?? '').slice(0, 4)) + 18}${(births[family] ?? '').slice(4)}`;
      const there = !left[family] || (left[family] ?? '') > `${month}-01`;
      return [`${family} ${month}`, there && adult > `${month}-01` ? ((rates[at] ?? 0) / 100).toFixed(2) : '0.00'];
    })));
    expect(await owed(world)).toEqual(expected);
    const id = await again(world);
    expect(await officer.run('query ($id: ID!) { determinationRun(by: { id: $id }) { changed } }', { id })).toEqual({ determinationRun: { changed: 0 } });
    // The ledger knows of every overpayment, and balances.
    const [ledger] = await asOwner<{ receivable: string; overpaid: string }>(`select
      (select coalesce(sum(p.amount), 0)::numeric(12,2)::text from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'RECEIVABLE') as receivable,
      (select coalesce(sum(o.amount), 0)::numeric(12,2)::text from programmes.overpayment o where o.programme_id = $1) as overpaid`, [uuid(world.programme)]);
    expect(ledger?.receivable).toBe(ledger?.overpaid);
  }), { numRuns: 8 });
}, 240_000);

it('is told with its determinations in as many statements for many as for one', async () => {
  const LIST = 'query ($first: Int!) { enrolments(first: $first) { nodes { determinations { nodes { becomes { amount } period { number } } } overpayments { nodes { owedBack { amount } } } } } }';
  await officer.run(LIST, { first: 1 });
  const one = officer.statements();
  await officer.run(LIST, { first: 10 });
  expect(officer.statements()).toBe(one);
});
