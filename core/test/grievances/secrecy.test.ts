import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../src/index.js';
import { readRows } from '../../src/kernel/read/read-rows.js';
import { sendFile, type TestClient } from '../../src/testing/index.js';
import { attack } from '../attacks/testing/attack.js';
import { act, answer, inReview, inScope, mail, openDesk, receive, refused, refuseReceive, sees, type Desk, type Received } from './testing/desk.js';

let desk: Desk;
/** Complained of; may see everything else. */
let boss: TestClient;
let ordinary: Received;
let confidential: Received;
let restricted: Received;
let against: Received;

beforeAll(async () => {
  desk = await openDesk();
  boss = desk.as('safeguarding-officer', 'boss');
  ordinary = await receive(desk, desk.clerk, { complainant: 'PERSON', personId: desk.here });
  confidential = await receive(desk, desk.clerk, { category: 'staff-conduct', complainant: 'PERSON', personId: desk.here, statement: { text: 'They shouted at me.' } });
  restricted = await receive(desk, desk.clerk, { category: 'abuse', complainant: 'PERSON', personId: desk.here, statement: { text: 'He came to my house.' } });
  against = await receive(desk, desk.clerk, { category: 'service', against: [mail('boss')], complainant: 'PERSON', personId: desk.here, statement: { text: 'The boss took money.' } });
});
afterAll(() => desk.platform.stop());

const who = (): readonly (readonly [string, TestClient])[] => [
  ['clerk', desk.clerk], ['officer', desk.officer], ['manager', desk.manager], ['guard', desk.guard], ['boss', boss],
];

describe('a grievance', () => {
  it('is seen by its confidentiality, and never by who is complained of', async () => {
    const seen = await Promise.all(who().map(async ([name, client]) => [name, ...await Promise.all([ordinary, confidential, restricted, against].map(({ id }) => sees(client, id)))]));
    expect(seen).toEqual([
      ['clerk', true, false, false, false],
      ['officer', true, false, false, false],
      ['manager', true, true, false, true],
      ['guard', true, true, true, true],
      ['boss', true, true, true, false],
    ]);
  });

  it('is at least confidential where staff are complained of', async () => {
    expect(await desk.manager.run('query ($id: ID!) { grievance(by: { id: $id }) { confidentiality against } }', { id: against.id })).toEqual({ grievance: { confidentiality: 'CONFIDENTIAL', against: [mail('boss')] } });
  });

  it('is seen by whom it is assigned to, and no longer once it is taken away', async () => {
    const { id } = await receive(desk, desk.clerk, { category: 'abuse' });
    await act(desk.guard, 'grievanceAssign', { id, to: mail('officer') });
    expect(await sees(desk.officer, id)).toBe(true);
    expect(await act(desk.officer, 'grievanceReview', { id })).toBe('IN_REVIEW');
    expect(await refused(desk.officer, 'grievanceClassify', { id, category: 'service', confidentiality: 'ORDINARY' })).toEqual(['GRIEVANCE_LESS_SECRET']);
    await act(desk.guard, 'grievanceAssign', { id, to: null });
    expect(await sees(desk.officer, id)).toBe(false);
  });

  it('is hidden from whoever turns out to be complained of, assigned to them or not', async () => {
    const { id } = await inReview(desk);
    expect(await sees(desk.officer, id)).toBe(true);
    expect(await act(desk.manager, 'grievanceClassify', { id, category: 'corruption', against: [mail('officer')] })).toBe('IN_REVIEW');
    expect(await sees(desk.officer, id)).toBe(false);
    expect(await desk.manager.run('query ($id: ID!) { grievance(by: { id: $id }) { assignedTo confidentiality } }', { id })).toEqual({ grievance: { assignedTo: null, confidentiality: 'CONFIDENTIAL' } });
    expect(await refused(desk.manager, 'grievanceAssign', { id, to: mail('officer') })).toEqual(['GRIEVANCE_ASSIGNEE_COMPLAINED_OF']);
  });

  it('is not recorded by whom it is about', async () => {
    expect(await refuseReceive(desk.clerk, { against: [mail('clerk')] })).toMatchObject([{ code: 'GRIEVANCE_AGAINST_YOURSELF' }]);
  });

  it('has its words masked for who may not read them, and opened for one person with a reason', async () => {
    const WORDS = 'query ($id: ID!) { grievance(by: { id: $id }) { messages { nodes { text maskedFields } } steps { nodes { maskedFields } } } }';
    const told = await desk.clerk.run<{ grievance: { messages: { nodes: object[] } } }>(WORDS, { id: ordinary.id });
    expect(told.grievance.messages.nodes).toEqual([{ text: null, maskedFields: ['text'] }]);
    const revealer = desk.platform.as({ name: 'revealer', permissions: ['grievances.cases.read', 'grievances.words.reveal', 'people.persons.read', 'people.persons.reveal'] });
    expect((await revealer.run<typeof told>(WORDS, { id: ordinary.id })).grievance.messages.nodes).toMatchObject([{ text: null }]);
    await revealer.run('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { until userErrors { code message } } }', {
      input: { personId: desk.here, categories: ['grievances.words'], reason: 'She asked what she had said', purpose: 'grievances' },
    });
    expect((await revealer.run<typeof told>(WORDS, { id: ordinary.id })).grievance.messages.nodes).toMatchObject([{ text: 'They were closed at noon.' }]);
  });

  it('is of its place alone', async () => {
    const far = desk.as('safeguarding-officer', 'far', { places: ['V2'] });
    expect(await Promise.all([ordinary, confidential, restricted, against].map(({ id }) => sees(far, id)))).toEqual([false, false, false, false]);
    expect(await refused(far, 'grievanceReview', { id: ordinary.id })).toEqual(['GRIEVANCE_NOT_FOUND']);
    expect(await refuseReceive(desk.as('grievance-clerk', 'far-clerk', { places: ['V2'] }))).toMatchObject([{ code: 'PLACE_NOT_FOUND' }]);
  });
});

describe('nobody decides on a grievance', () => {
  it('against a payment of a run that they made or approved', async () => {
    await inScope(desk.platform.pool, `
      with g as (insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'MADE-UP', 'Made up', 'test', 'PERSON', 'GHS', '2020-01-01') returning id),
      e as (insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on) select kernel.uuid7(), g.id, p.id, p.place_id, 'ENROLLED', '2020-01-01' from g, people.person p where p.id = $1 returning *),
      i as (insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
        select kernel.uuid7(), e.programme_id, e.id, e.person_id, e.place_id, '2026-01-01', '2026-01-31', '2026-01-31', 10.00, 'GHS', 'RATE', '{}', '{}' from e returning *),
      r as (insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) select kernel.uuid7(), 'RUN', g.id, '2026-02-01', 'GHS', 'csv-file', $2 from g returning *)
      insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, place_id, amount, currency, reference)
        select kernel.uuid7(), r.id, 1, i.id, i.payee_id, 'Payee', i.place_id, 10.00, 'GHS', 'REF' from i, r`, [decodeId(desk.here)?.uuid, mail('officer')]);
    const { paymentInstructions: { nodes: [payment] } } = await desk.platform.as('transactions.instructions.read').run<{ paymentInstructions: { nodes: { id: string }[] } }>('{ paymentInstructions { nodes { id } } }');
    const { id } = await inReview(desk, desk.officer, { category: 'payment', complainant: 'REPRESENTATIVE', complainantName: 'her son', instructionId: payment?.id, placeCode: null });
    expect(await desk.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { deciders person { familyName } programme { code } place { code } } }', { id }))
      .toEqual({ grievance: { deciders: [mail('officer')], person: { familyName: 'Here' }, programme: { code: 'MADE-UP' }, place: { code: 'V1' } } });
    expect(await refused(desk.officer, 'grievanceDecide', { id, outcome: 'unfounded', answer })).toEqual(['OWN_GRIEVANCE']);
    expect(await act(desk.as('grievance-officer', 'other-officer'), 'grievanceDecide', { id, outcome: 'corrected', answer })).toBe('RESOLVED');
    expect(await refuseReceive(desk.as('grievance-clerk', 'far-clerk', { places: ['V2'] }), { instructionId: payment?.id, placeCode: 'V2' })).toMatchObject([{ code: 'GRIEVANCE_ABOUT_NOT_FOUND' }]);
  });

  it('whom it is against, or who decided before the appeal, also by a statement past the application', async () => {
    const { id } = await inReview(desk);
    await act(desk.officer, 'grievanceDecide', { id, outcome: 'unfounded', answer });
    await act(desk.clerk, 'grievanceAppeal', { id, statement: answer });
    await act(desk.officer, 'grievanceReview', { id });
    const step = `insert into grievances.step (id, grievance_id, number, action, from_state, to_state, level, taken_on, actor, outcome)
      select kernel.uuid7(), g.id, g.steps + 1, 'REJECT', g.state, 'REJECTED', 1, '2026-03-02', $2, 'unfounded' from grievances.grievance g where g.id = $1`;
    await expect(inScope(desk.platform.pool, step, [decodeId(id)?.uuid, mail('officer')])).rejects.toMatchObject({ constraint: 'grievance_own_decision' });
    await expect(inScope(desk.platform.pool, "update grievances.grievance set state = 'CLOSED', closed_on = '2026-03-02' where id = $1", [decodeId(id)?.uuid])).rejects.toMatchObject({ constraint: 'grievance_moves' });
    await expect(inScope(desk.platform.pool, "update grievances.grievance set recorded_by = 'x' where id = $1", [decodeId(id)?.uuid])).rejects.toMatchObject({ constraint: 'grievance_as_received' });
    await expect(inScope(desk.platform.pool, 'update grievances.message set text = $1', ['x'])).rejects.toThrow(/never changed/);
    await expect(inScope(desk.platform.pool, step.replace("'REJECTED'", "'CLOSED'"), [decodeId(id)?.uuid, 'somebody'])).rejects.toMatchObject({ constraint: 'step_is_a_way' });
    // A step that the grievance does not follow.
    await expect(inScope(desk.platform.pool, step, [decodeId(id)?.uuid, 'somebody'])).rejects.toMatchObject({ constraint: 'grievance_moves' });
  });
});

/** Everything that one asks to learn of a grievance against oneself. */
const WAYS: readonly (readonly [string, string])[] = [
  ['its id', 'query ($id: ID!) { grievance(by: { id: $id }) { id } }'],
  ['node', 'query ($id: ID!) { node(id: $id) { id } }'],
  ['the list', '{ grievances(first: 100) { totalCount nodes { id reference } } }'],
  ['a filter of steps', '{ grievances(where: { steps: { some: { action: { eq: RECEIVE } } } }) { totalCount nodes { id } } }'],
  ['the person', 'query ($person: ID!) { person(by: { id: $person }) { grievances { totalCount nodes { id } } } }'],
  ['a filter of persons', '{ persons(where: { grievances: { some: { against: { has: "boss@example.org" } } } }) { totalCount } }'],
  ['the past', 'query ($id: ID!) { grievance(by: { id: $id }, knownAt: "2027-01-01T00:00:00Z") { id } }'],
  ['statistics', '{ grievanceStatistics(from: "2026-01-01", to: "2026-12-31", groupBy: [CATEGORY]) { category received } }'],
];

attack('a grievance against oneself, by whatever leads to it', {
  blocked: async () => {
    const asking = desk.platform.as({ name: 'boss', permissions: desk.platform.platform.plan.modules.flatMap(({ permissions }) => permissions?.map(({ name }) => name) ?? []) });
    const same = desk.platform.as({ name: 'nobody-in-particular', permissions: desk.platform.platform.plan.modules.flatMap(({ permissions }) => permissions?.map(({ name }) => name) ?? []) });
    const asked = async (client: TestClient): Promise<readonly unknown[]> => Promise.all(WAYS.map(async ([, document]) => (await client.send(document, { id: against.id, person: desk.here })).data));
    const before = await asked(asking);
    expect(JSON.stringify(before)).not.toContain(against.id);
    expect(JSON.stringify(before)).not.toContain(against.reference);
    // One more against them changes nothing of what they are told, and something of what others are.
    const others = await asked(same);
    await receive(desk, desk.clerk, { against: [mail('boss')], complainant: 'PERSON', personId: desk.here });
    expect(await asked(asking)).toEqual(before);
    expect(await asked(same)).not.toEqual(others);
  },
  twin: async () => expect(JSON.stringify(await Promise.all(WAYS.slice(0, 3).map(async ([, document]) => (await desk.guard.send(document, { id: against.id })).data)))).toContain(against.reference),
});

attack('every mutation on a grievance against oneself, told from one that there is not', {
  blocked: async () => {
    const nothing = `${against.id.slice(0, -4)}0000`;
    const text = { text: 'x' };
    const inputs: readonly (readonly [string, object])[] = [
      ['grievanceAcknowledge', {}], ['grievanceReview', {}], ['grievanceAssign', { to: null }], ['grievanceReopen', {}], ['grievanceClose', {}], ['grievanceClassify', { category: 'other' }],
      ['grievanceDecide', { outcome: 'unfounded', answer: text }], ['grievanceAppeal', { statement: text }], ['grievanceStatementAdd', { statement: text }], ['grievanceMessageAdd', { answer: true, message: text }],
    ];
    for (const [mutation, input] of inputs) {
      expect([mutation, await refused(boss, mutation, { id: against.id, ...input })]).toEqual([mutation, ['GRIEVANCE_NOT_FOUND']]);
      expect([mutation, await refused(boss, mutation, { id: nothing, ...input })]).toEqual([mutation, ['GRIEVANCE_NOT_FOUND']]);
    }
  },
  twin: async () => expect(await act(desk.guard, 'grievanceAcknowledge', { id: against.id })).toBe('ACKNOWLEDGED'),
});

attack('rows against oneself by a statement that forgot its predicate', {
  blocked: async () => {
    const ctx = desk.platform.platform.context({ actor: { ...desk.platform.platform.system(), id: mail('boss') } });
    const uuid = decodeId(against.id)?.uuid;
    for (const [table, column] of [['grievances.grievance', 'id'], ['grievances.step', 'grievance_id'], ['grievances.message', 'grievance_id']]) {
      const { rows: [row] } = await readRows<{ n: number }>(ctx, `select count(*)::int as n from ${table} where ${column} = $1`, [uuid]);
      expect([table, row?.n]).toEqual([table, 0]);
    }
  },
  twin: async () => {
    const { rows: [row] } = await readRows<{ n: number }>(desk.platform.platform.context({ actor: desk.platform.platform.system() }), 'select count(*)::int as n from grievances.message where grievance_id = $1', [decodeId(against.id)?.uuid]);
    expect(row?.n).toBeGreaterThan(0);
  },
});

attack('files of a statement that one may not read', {
  blocked: async () => {
    const server = await desk.platform.serve();
    const fileId = await sendFile(desk.clerk, server.url, { name: 'letter.pdf', mediaType: 'application/pdf', bytes: '%PDF-1.7 x' });
    const { id } = await receive(desk, desk.clerk, { statement: { text: 'See the letter.', fileIds: [fileId] } });
    const FILES = 'query ($id: ID!) { grievance(by: { id: $id }) { messages { nodes { files { name } } } } }';
    expect(await desk.as('grievance-clerk', 'other-officer').refuse(FILES, { id })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await desk.officer.run(FILES, { id })).toEqual({ grievance: { messages: { nodes: [{ files: [{ name: 'letter.pdf' }] }] } } });
  },
  twin: async () => expect(await sees(desk.officer, ordinary.id)).toBe(true),
});
