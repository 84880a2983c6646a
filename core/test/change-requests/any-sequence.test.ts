import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

/** The first person asks for everything. */
const PEOPLE = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'] as const;
const GROUPS: Readonly<Record<string, readonly string[]>> = { committee: ['p0', 'p1', 'p2', 'p3'], heads: ['p0', 'p3', 'p4'] };
const STEPS = [{ name: 'anyone', group: undefined, approvals: 1 }, { name: 'committee', group: 'committee', approvals: 2 }, { name: 'heads', group: 'heads', approvals: 1 }] as const;
const steps = STEPS.map(({ name, group, approvals }) => ({ name, approvals, ...(group && { by: { group } }) }));

let platform: TestPlatform;
const mail = (name: string): string => `${name}@example.org`;
const clients = new Map<string, TestClient>();
const as = (name: string): TestClient => {
  const client = clients.get(name) ?? platform.as({
    name, permissions: [
      'people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage', 'change-requests.requests.read', 'change-requests.requests.withdraw', 'change-requests.tasks.read',
      'change-requests.requests.decide', 'change-requests.tasks.delegate',
    ],
  });
  clients.set(name, client);
  return client;
};

beforeAll(async () => {
  platform = await startTestPlatform({
    workers: false,
    settings: {
      'change-requests': {
        groups: Object.keys(GROUPS).map((code) => ({ code, name: code })),
        policies: [{ operation: 'personUpdate', fields: ['birthDate'], steps }, { operation: 'personUpdate', fields: ['sex'], steps, repeats: true }],
      },
    },
  });
  await as('p0').run('mutation { placesRegister(input: { places: [{ code: "D1", name: "District 1", level: "district" }] }) { userErrors { code } } }');
  const supervisor = platform.as({ name: 'supervisor', role: 'task-supervisor' });
  for (const [group, members] of Object.entries(GROUPS)) for (const member of members) await supervisor.run('mutation ($group: String!, $member: String!) { taskGroupMemberAdd(input: { group: $group, member: $member }) { userErrors { code } } }', { group, member: mail(member) });
});
afterAll(() => platform?.stop());

const DECIDE = {
  approve: 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { userErrors { code message } } }',
  reject: 'mutation ($id: ID!) { changeRequestReject(input: { id: $id, reason: "not so" }) { userErrors { code message } } }',
  withdraw: 'mutation ($id: ID!) { changeRequestWithdraw(input: { id: $id }) { userErrors { code message } } }',
};

async function asked(change: object): Promise<{ readonly id: string; readonly person: string }> {
  const { personsRegister } = await as('p0').run<{ personsRegister: { persons: { id: string; version: number }[] } }>(
    'mutation { personsRegister(input: { placeCode: "D1", persons: [{ familyName: "Any", givenName: "A", sex: FEMALE, birthDate: "1990-05-01" }] }) { persons { id version } userErrors { code } } }');
  const [person] = personsRegister.persons;
  const { personUpdate } = await as('p0').run<{ personUpdate: { changeRequest: { id: string } } }>('mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { changeRequest { id } userErrors { code } } }', { input: { ...person, ...change } });
  return { id: personUpdate.changeRequest.id, person: person?.id ?? '' };
}

const OUTCOME = 'query ($id: ID!, $person: ID!) { changeRequest(by: { id: $id }) { state decisions { nodes { verdict decidedBy onBehalfOf task { name } } } steps { nodes { state } } } person(by: { id: $person }) { version } }';
interface Outcome {
  readonly changeRequest: { readonly state: string; readonly decisions: { readonly nodes: readonly unknown[] }; readonly steps: { readonly nodes: readonly { readonly state: string }[] } };
  readonly person: { readonly version: number };
}

/** What must come of it, worked out without the platform. */
class Model {
  state = 'PENDING';
  step = 0;
  readonly votes: { readonly verdict: string; readonly by: string; readonly behalf: string | null; readonly step: number }[] = [];
  readonly handed: { readonly from: string; readonly to: string }[] = [];

  constructor(readonly repeats: boolean) {}

  heard(who: string): boolean {
    return this.votes.some(({ by, behalf, step }) => (step === this.step || !this.repeats) && (by === who || behalf === who));
  }

  voice(who: string): string | undefined {
    const group = STEPS[this.step]?.group;
    const may = (voice: string): boolean => voice !== 'p0' && !this.heard(voice) && (!group || GROUPS[group]?.includes(voice) === true);
    if (who === 'p0' || this.heard(who)) return undefined;
    return [who, ...this.handed.filter(({ to }) => to === who).map(({ from }) => from)].find(may);
  }

  decide(who: string, verdict: 'APPROVE' | 'REJECT'): boolean {
    const voice = this.state === 'PENDING' ? this.voice(who) : undefined;
    if (voice === undefined) return false;
    this.votes.push({ verdict, by: who, behalf: voice === who ? null : voice, step: this.step });
    if (verdict === 'REJECT') this.state = 'REJECTED';
    else if (this.votes.filter(({ step }) => step === this.step).length === STEPS[this.step]?.approvals) {
      this.step += 1;
      if (this.step === STEPS.length) this.state = 'APPROVED';
    }
    return true;
  }

  withdraw(who: string): boolean {
    if (who !== 'p0' || this.state !== 'PENDING') return false;
    this.state = 'WITHDRAWN';
    return true;
  }
}

type Action = { readonly what: 'approve' | 'reject' | 'withdraw'; readonly who: string } | { readonly what: 'delegate'; readonly who: string; readonly to: string };
const person = fc.constantFrom(...PEOPLE);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ what: fc.constant('approve' as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('reject' as const, 'withdraw' as const), who: person }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('delegate' as const), who: person, to: person }).filter(({ who, to }) => who !== to) },
);

async function done(id: string, act: Action, model: Model): Promise<boolean> {
  if (act.what === 'delegate') {
    await as(act.who).run('mutation ($to: String!) { taskDelegate(input: { to: $to, until: "2026-04-01", reason: "on leave" }) { userErrors { code } } }', { to: mail(act.to) });
    model.handed.push({ from: act.who, to: act.to });
    return true;
  }
  const { data, errors } = await as(act.who).send(DECIDE[act.what], { id });
  expect(errors).toEqual([]);
  const [payload] = Object.values(data as Record<string, { readonly userErrors: readonly unknown[] }>);
  return payload?.userErrors.length === 0;
}

describe('whatever people do with a request, in whichever order', () => {
  it('it is done once all steps have their approvals by as many others, and never else', async () => {
    await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(action, { minLength: 4, maxLength: 14 }), async (repeats, actions) => {
      await unhanded();
      const { id, person: whom } = await asked(repeats ? { sex: 'MALE' } : { birthDate: '1991-05-01' });
      const model = new Model(repeats);
      for (const act of actions) {
        const accepted = await done(id, act, model);
        if (act.what === 'delegate') continue;
        expect(accepted).toBe(act.what === 'withdraw' ? model.withdraw(act.who) : model.decide(act.who, act.what === 'approve' ? 'APPROVE' : 'REJECT'));
      }
      const { changeRequest, person: now } = await as('p0').run<Outcome>(OUTCOME, { id, person: whom });
      expect(changeRequest.state).toBe(model.state);
      expect(changeRequest.decisions.nodes).toEqual(model.votes.map(({ verdict, by, behalf, step }) => ({ verdict, decidedBy: mail(by), onBehalfOf: behalf && mail(behalf), task: { name: STEPS[step]?.name } })));
      expect(now.version).toBe(model.state === 'APPROVED' ? 2 : 1);
      expect(changeRequest.steps.nodes.map(({ state }) => state)).toEqual(STEPS.map((_, at) => (at < model.step ? 'DONE' : model.state !== 'PENDING' ? 'CANCELLED' : at === model.step ? 'OPEN' : 'WAITING')));
    }), { numRuns: 25 });
  });
});

const unhanded = (): Promise<unknown> => platform.pool.query('update change_requests.delegation set valid_to = valid_from');

/** How many of those who approve at once are refused. */
async function refusedOf(id: string, names: readonly string[]): Promise<number> {
  const answers = await Promise.all(names.map((name) => as(name).send(DECIDE.approve, { id })));
  return answers.flatMap(({ data }) => (data as { changeRequestApprove: { userErrors: unknown[] } }).changeRequestApprove.userErrors).length;
}

describe('at one moment', () => {
  beforeAll(unhanded);

  it('as many approve as it takes, and the change is made once', async () => {
    const { id, person: whom } = await asked({ birthDate: '1991-05-01' });
    await as('p5').run(DECIDE.approve, { id });
    expect(await refusedOf(id, ['p1', 'p2', 'p1', 'p2'])).toBe(2);
    expect(await refusedOf(id, ['p3', 'p4', 'p3', 'p4'])).toBe(3);
    const { changeRequest, person: now } = await as('p0').run<Outcome>(OUTCOME, { id, person: whom });
    expect([changeRequest.state, changeRequest.decisions.nodes.length, now.version]).toEqual(['APPROVED', 4, 2]);
  });

  it('one of approving, rejecting and withdrawing wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, person: whom } = await asked({ birthDate: '1991-05-01' });
      for (const name of ['p5', 'p1', 'p2']) await as(name).run(DECIDE.approve, { id });
      const answers = await Promise.all([as('p3').send(DECIDE.approve, { id }), as('p4').send(DECIDE.reject, { id }), as('p0').send(DECIDE.withdraw, { id })]);
      const won = answers.filter(({ data }) => Object.values(data as Record<string, { userErrors: unknown[] }>)[0]?.userErrors.length === 0);
      expect(won).toHaveLength(1);
      const { changeRequest, person: now } = await as('p0').run<Outcome>(OUTCOME, { id, person: whom });
      expect(now.version).toBe(changeRequest.state === 'APPROVED' ? 2 : 1);
    }
  });
});
