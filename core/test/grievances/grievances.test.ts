import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { escalateOverdue } from '../../src/grievances/escalate.js';
import { sendFile } from '../../src/testing/index.js';
import { act, answer, inReview, mail, openDesk, receive, refused, refuseReceive, TODAY, type Desk } from './testing/desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.platform.stop());
beforeEach(() => desk.platform.setToday(TODAY));

const READ = `query ($id: ID!) { grievance(by: { id: $id }) {
  state level category outcome overdue receivedOn acknowledgeBy resolveBy acknowledgedOn decidedOn closedOn workingDays assignedTo escalateOn place { code } person { familyName }
  steps(orderBy: [{ number: ASC }]) { nodes { action fromState toState level actor note } } messages { nodes { kind text writtenBy } }
} }`;

interface Told {
  readonly state: string; readonly level: number; readonly overdue: boolean; readonly acknowledgeBy: string; readonly resolveBy: string; readonly assignedTo: string | null; readonly workingDays: number | null;
  readonly steps: { readonly nodes: readonly { readonly action: string; readonly toState: string; readonly actor: string }[] };
}
const read = async (id: string, by = desk.officer): Promise<Told> => (await by.run<{ grievance: Told }>(READ, { id })).grievance;

describe('somebody who complains', () => {
  it('is heard, told that it is looked at, and answered in time', async () => {
    const { id, code } = await receive(desk, desk.clerk, { complainant: 'PERSON', personId: desk.here, placeCode: null, category: 'payment', statement: { text: 'January was never paid.' } });
    // Two working days after Monday; fifteen, of which Friday 6 March is none.
    expect(await read(id)).toMatchObject({ state: 'RECEIVED', level: 1, receivedOn: TODAY, acknowledgeBy: '2026-03-04', resolveBy: '2026-03-24', escalateOn: '2026-03-05', place: { code: 'V1' }, overdue: false });
    desk.platform.setToday('2026-03-03');
    expect(await act(desk.officer, 'grievanceAcknowledge', { id, answer: { text: 'We are asking the bank.' } })).toBe('ACKNOWLEDGED');
    expect(await act(desk.officer, 'grievanceReview', { id })).toBe('IN_REVIEW');
    desk.platform.setToday('2026-03-09');
    expect(await act(desk.officer, 'grievanceDecide', { id, outcome: 'corrected', answer: { text: 'It was paid to an old number, and now to yours.' }, note: 'account was changed' })).toBe('RESOLVED');
    expect(await read(id)).toMatchObject({
      outcome: 'corrected', decidedOn: '2026-03-09', acknowledgedOn: '2026-03-03', workingDays: 4, assignedTo: mail('officer'), escalateOn: null, person: { familyName: 'Here' },
      steps: { nodes: [
        { action: 'RECEIVE', fromState: null, toState: 'RECEIVED', actor: mail('clerk') }, { action: 'ACKNOWLEDGE', toState: 'ACKNOWLEDGED' }, { action: 'REVIEW', toState: 'IN_REVIEW' },
        { action: 'RESOLVE', fromState: 'IN_REVIEW', toState: 'RESOLVED', note: 'account was changed' },
      ] },
      messages: { nodes: [{ kind: 'STATEMENT', text: 'January was never paid.', writtenBy: mail('clerk') }, { kind: 'ANSWER', text: 'We are asking the bank.' }, { kind: 'ANSWER' }] },
    });
    expect(await act(desk.officer, 'grievanceClose', { id })).toBe('CLOSED');
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  });

  it('need not be registered, and may send somebody', async () => {
    const { id } = await receive(desk, desk.clerk, { complainant: 'PERSON', complainantName: 'Efua Mensah', contact: 'by her sister at the market' });
    expect(await desk.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { complainant complainantName contact person { id } } }', { id }))
      .toEqual({ grievance: { complainant: 'PERSON', complainantName: 'Efua Mensah', contact: 'by her sister at the market', person: null } });
    await receive(desk, desk.clerk, { complainant: 'REPRESENTATIVE', personId: desk.here, complainantName: 'her daughter' });
  });

  it('says more, sends a letter, and is answered in between', async () => {
    const server = await desk.platform.serve();
    const { id } = await receive(desk, desk.clerk);
    const fileId = await sendFile(desk.clerk, server.url, { name: 'letter.pdf', mediaType: 'application/pdf', bytes: '%PDF-1.7 letter' });
    await act(desk.clerk, 'grievanceStatementAdd', { id, statement: { text: 'And on Friday, too.', fileIds: [fileId] } });
    await act(desk.officer, 'grievanceMessageAdd', { id, answer: true, message: { text: 'Which Friday?' } });
    await act(desk.officer, 'grievanceMessageAdd', { id, answer: false, message: { text: 'Ask the porter.' } });
    expect(await desk.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { messages { nodes { kind text files { name } } } } }', { id })).toEqual({ grievance: { messages: { nodes: [
      { kind: 'STATEMENT', text: 'They were closed at noon.', files: [] }, { kind: 'STATEMENT', text: 'And on Friday, too.', files: [{ name: 'letter.pdf' }] },
      { kind: 'ANSWER', text: 'Which Friday?', files: [] }, { kind: 'NOTE', text: 'Ask the porter.', files: [] },
    ] } } });
  });

  it('withdraws, and comes back with something new', async () => {
    const { id } = await receive(desk, desk.clerk);
    expect(await act(desk.officer, 'grievanceClose', { id, note: 'withdrawn' })).toBe('CLOSED');
    expect(await refused(desk.clerk, 'grievanceAppeal', { id, statement: answer })).toEqual(['GRIEVANCE_NOT_DECIDED']);
    desk.platform.setToday('2026-03-09');
    expect(await act(desk.officer, 'grievanceReopen', { id, note: 'a witness came' })).toBe('REOPENED');
    expect(await read(id)).toMatchObject({ state: 'REOPENED', closedOn: null, resolveBy: '2026-03-30', level: 1 });
  });

  it('appeals, and others decide at the next level', async () => {
    const { id } = await inReview(desk);
    expect(await act(desk.officer, 'grievanceDecide', { id, outcome: 'unfounded', answer })).toBe('REJECTED');
    desk.platform.setToday('2026-03-09');
    expect(await act(desk.clerk, 'grievanceAppeal', { id, statement: { text: 'They did not ask my neighbour.' } })).toBe('APPEALED');
    expect(await read(id)).toMatchObject({ level: 2, acknowledgeBy: '2026-03-11', acknowledgedOn: null, decidedOn: null, outcome: null, assignedTo: null });
    await act(desk.officer, 'grievanceReview', { id });
    expect(await refused(desk.officer, 'grievanceDecide', { id, outcome: 'unfounded', answer })).toEqual(['OWN_GRIEVANCE']);
    expect(await act(desk.as('grievance-officer', 'other-officer'), 'grievanceDecide', { id, outcome: 'explained', answer })).toBe('RESOLVED');
  });

  it('appeals too late, or beyond the last level', async () => {
    const { id } = await inReview(desk);
    await act(desk.officer, 'grievanceDecide', { id, outcome: 'unfounded', answer });
    desk.platform.setToday('2026-06-01');
    expect(await refused(desk.clerk, 'grievanceAppeal', { id, statement: answer })).toEqual(['GRIEVANCE_APPEAL_LATE']);
    desk.platform.setToday(TODAY);
    for (const name of ['other-officer', 'boss']) {
      await act(desk.clerk, 'grievanceAppeal', { id, statement: answer });
      await act(desk.as('grievance-officer', name), 'grievanceReview', { id });
      await act(desk.as('grievance-officer', name), 'grievanceDecide', { id, outcome: 'unfounded', answer });
    }
    expect(await refused(desk.clerk, 'grievanceAppeal', { id, statement: answer })).toEqual(['GRIEVANCE_LAST_LEVEL']);
  });
});

describe('time limits', () => {
  it('run from when it was received, by the category and the calendar', async () => {
    const own = await openDesk({ categories: { urgent: { description: 'What cannot wait', clocks: [{ acknowledge: 0, resolve: 1 }] } } });
    const { id } = await receive(own, own.clerk, { category: 'urgent', receivedOn: '2026-03-01' });
    expect(await own.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { acknowledgeBy resolveBy overdue } }', { id })).toEqual({ grievance: { acknowledgeBy: '2026-03-02', resolveBy: '2026-03-02', overdue: false } });
    await own.platform.stop();
  });

  it('pass, and the grievance goes up by itself, until the last level', async () => {
    const { id } = await receive(desk, desk.clerk);
    await act(desk.manager, 'grievanceAssign', { id, to: mail('officer') });
    const escalate = (): Promise<number> => escalateOverdue(desk.platform.platform.context({ actor: desk.platform.platform.system('grievances.escalation') }));
    expect(await escalate()).toBe(0);
    desk.platform.setToday('2026-03-05');
    expect(await read(id)).toMatchObject({ overdue: true, level: 1 });
    await escalate();
    await escalate();
    expect(await read(id)).toMatchObject({ overdue: false, level: 2, assignedTo: null, acknowledgeBy: '2026-03-10', state: 'RECEIVED' });
    await act(desk.officer, 'grievanceReview', { id });
    desk.platform.setToday('2026-06-01');
    await escalate();
    expect(await read(id)).toMatchObject({ level: 3, state: 'IN_REVIEW', escalateOn: null });
    desk.platform.setToday('2027-06-01');
    await escalate();
    const told = await read(id);
    expect(told).toMatchObject({ level: 3, overdue: true });
    expect(told.steps.nodes.map(({ action }) => action)).toEqual(['RECEIVE', 'ASSIGN', 'ESCALATE', 'REVIEW', 'ESCALATE']);
  });
});

describe('is refused', () => {
  it('a code that no list has, a complainant who is not said, a day ahead, and somebody unknown', async () => {
    const codes = async (input: object): Promise<unknown> => (await refuseReceive(desk.clerk, input)).map(({ code, path }) => [code, path?.slice(1).join('.')]);
    expect(await codes({ category: 'weather' })).toEqual([['GRIEVANCE_CODE_UNKNOWN', 'category']]);
    expect(await codes({ channel: 'pigeon' })).toEqual([['GRIEVANCE_CODE_UNKNOWN', 'channel']]);
    expect(await codes({ complainant: 'PERSON' })).toEqual([['GRIEVANCE_COMPLAINANT', 'complainant']]);
    expect(await codes({ complainant: 'ANONYMOUS', contact: '0201234567' })).toEqual([['GRIEVANCE_COMPLAINANT', 'complainant']]);
    expect(await codes({ receivedOn: '2026-03-03' })).toEqual([['GRIEVANCE_RECEIVED_IN_FUTURE', 'receivedOn']]);
    expect(await codes({ against: ['nobody@example.org'] })).toEqual([['GRIEVANCE_USER_NOT_FOUND', 'against.0']]);
    expect(await codes({ placeCode: 'NOWHERE' })).toEqual([['PLACE_NOT_FOUND', 'placeCode']]);
    expect(await codes({ category: 'abuse', confidentiality: 'ORDINARY' })).toEqual([['GRIEVANCE_CONFIDENTIALITY', 'confidentiality']]);
  });

  it('what a grievance takes not where it stands, and says what it takes', async () => {
    const { id } = await receive(desk, desk.clerk);
    const [told] = await desk.officer.refuse('mutation ($input: GrievanceDecideInput!) { grievanceDecide(input: $input) { userErrors { code message hint } } }', { input: { id, outcome: 'corrected', answer } });
    expect(told).toMatchObject({ code: 'GRIEVANCE_MOVE', hint: 'What it takes now: ACKNOWLEDGE, ASSIGN, CLASSIFY, CLOSE, ESCALATE, REVIEW.' });
    expect(await refused(desk.officer, 'grievanceReopen', { id })).toEqual(['GRIEVANCE_MOVE']);
    expect(await refused(desk.officer, 'grievanceDecide', { id, outcome: 'magic', answer })).toEqual(['GRIEVANCE_CODE_UNKNOWN']);
  });
});

it('answers twice to the same key what it answered once, without the code', async () => {
  const input = { idempotencyKey: 'said once only', complainant: 'ANONYMOUS', category: 'service', channel: 'web', placeCode: 'V1', statement: { text: 'once' } };
  const RECEIVE = 'mutation ($input: GrievanceReceiveInput!) { grievanceReceive(input: $input) { reference followUpCode userErrors { code } } }';
  const send = async (): Promise<{ reference: string; followUpCode: string | null }> => (await desk.clerk.run<{ grievanceReceive: { reference: string; followUpCode: string | null } }>(RECEIVE, { input })).grievanceReceive;
  const [first, second] = [await send(), await send()];
  expect(second).toMatchObject({ reference: first.reference, followUpCode: null });
  expect(first.followUpCode).not.toBeNull();
});

it('tells many grievances with their steps and words in as many statements as one', async () => {
  const LIST = 'query ($first: Int!) { grievances(first: $first) { nodes { reference place { code } person { familyName } steps { nodes { action } } messages { nodes { text } } } } }';
  await desk.manager.run(LIST, { first: 1 });
  const one = desk.manager.statements();
  await desk.manager.run(LIST, { first: 50 });
  expect(desk.manager.statements()).toBe(one);
});

it('says what there is to choose from', async () => {
  const told = await desk.clerk.run<Record<string, readonly Record<string, unknown>[]>>(
    '{ grievanceCategories { code confidentiality } grievanceChannels { code } grievanceOutcomes { code decides consequence } grievanceLevels { level code acknowledge resolve } grievanceTransitions { from action to } }',
  );
  expect(told['grievanceCategories']).toContainEqual({ code: 'abuse', confidentiality: 'RESTRICTED' });
  expect(told['grievanceOutcomes']).toContainEqual({ code: 'unfounded', decides: 'REJECT', consequence: null });
  expect(told['grievanceLevels']).toMatchObject([{ level: 1, code: 'first' }, { level: 2 }, { level: 3, code: 'last' }]);
  expect(told['grievanceTransitions']).toContainEqual({ from: 'REJECTED', action: 'APPEAL', to: 'APPEALED' });
});
