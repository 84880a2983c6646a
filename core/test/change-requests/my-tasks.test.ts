import { parse, subscribe, type ExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { codes, everywhere, granting, type Granting } from '../access/testing/granting.js';
import { CLERK, register, twoPlaces } from '../people/testing/registry.js';

let kit: TestPlatform;
let by: Granting;

beforeAll(async () => {
  kit = await startTestPlatform({
    workers: false,
    settings: {
      'change-requests': {
        policies: [
          { operation: 'personUpdate', fields: ['birthDate'], approve: 'people.persons.merge' },
          { operation: 'personUpdate', fields: ['sex'], steps: [{ name: 'chief', by: { role: 'village-chief' } }] },
        ],
      },
    },
  });
  by = granting(kit);
  await twoPlaces(kit.as(...CLERK));
  const APPROVER = ['change-requests.requests.read', 'change-requests.requests.decide', 'change-requests.tasks.read', 'people.persons.read'];
  await by.role('village-approver', APPROVER);
  await by.role('village-merger', [...APPROVER, 'people.persons.merge']);
  await by.role('village-chief', ['people.persons.read']);
});
afterAll(() => kit?.stop());

const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state } userErrors { code message } } }';
const clerk = () => kit.as({ name: 'clerk', permissions: [...CLERK, 'change-requests.requests.read'] });
async function asked(place: string, change: object): Promise<string> {
  const [id] = await register(clerk(), [{ givenName: 'Ama' }], place);
  const { personUpdate } = await clerk().run<{ personUpdate: { changeRequest: { id: string } } }>(
    'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { changeRequest { id } userErrors { code message path } } }', { input: { id, version: 1, ...change } });
  return personUpdate.changeRequest.id;
}

describe('an approver by grants', () => {
  it('decides by a grant that has all that the step takes and reaches the person; grants of other places lend nothing', async () => {
    const user = await by.user('esi');
    const at = (...places: string[]) => ({ ...everywhere, everyPlace: false, places });
    await by.give(user, 'village-approver', at('V1', 'V2'));
    await by.give(user, 'village-merger', at('V2'));
    const [here, there] = [await asked('V1', { birthDate: '1980-01-01' }), await asked('V2', { birthDate: '1980-01-01' })];
    expect(codes(await kit.as({ user: 'esi' }).refuse(APPROVE, { id: here }))).toEqual(['APPROVAL_TAKES_PERMISSION']);
    expect(await kit.as({ user: 'esi' }).run(APPROVE, { id: there })).toMatchObject({ changeRequestApprove: { changeRequest: { state: 'APPROVED' } } });
  });

  it('has the role that a step takes where the person lives', async () => {
    const user = await by.user('kojo');
    await by.give(user, 'village-approver');
    await by.give(user, 'village-chief', { ...everywhere, everyPlace: false, places: ['V2'] });
    const [here, there] = [await asked('V1', { sex: 'OTHER' }), await asked('V2', { sex: 'OTHER' })];
    expect(codes(await kit.as({ user: 'kojo' }).refuse(APPROVE, { id: here }))).toEqual(['APPROVAL_TAKES_ROLE']);
    expect(await kit.as({ user: 'kojo' }).run(APPROVE, { id: there })).toMatchObject({ changeRequestApprove: { changeRequest: { state: 'APPROVED' } } });
  });
});

describe('whoever listens to their tasks', () => {
  it('is told those of now, then each that becomes theirs, and nothing of others', async () => {
    const listen = async (places: readonly string[] | null): Promise<AsyncIterator<ExecutionResult> & { return(): Promise<unknown> }> => {
      const actor = kit.platform.actorOf({ id: 'listener@example.org', roles: ['change-approver'], permissions: [...(kit.platform.roles.get('change-approver')?.permissions ?? []), 'people.persons.merge'], places });
      const told = await subscribe({ schema: kit.platform.schema, document: parse('subscription { myTasks { request { id } state } }'), contextValue: kit.platform.context({ actor }) });
      if (!(Symbol.asyncIterator in told)) throw new Error(JSON.stringify(told.errors));
      return told as never;
    };
    const [first] = [await asked('V1', { birthDate: '1981-01-01' })];
    const events = await listen(['V1']);
    const next = async (): Promise<unknown> => (await events.next()).value?.data?.['myTasks'];
    const before = (await kit.as({ name: 'x', permissions: ['change-requests.tasks.read', 'change-requests.requests.read', 'change-requests.requests.decide', 'people.persons.merge'], places: ['V1'] })
      .run<{ tasks: { nodes: { request: { id: string } }[] } }>('{ tasks(where: { mine: { eq: true } }) { nodes { request { id } } } }')).tasks.nodes;
    expect(before.map(({ request }) => request.id)).toContain(first);
    for (const { request } of before) expect(await next()).toEqual({ request, state: 'OPEN' });
    const waiting = next();
    await asked('V2', { birthDate: '1982-01-01' });
    const second = await asked('V1', { birthDate: '1982-01-01' });
    expect(await waiting).toEqual({ request: { id: second }, state: 'OPEN' });
    await events.return();
  });
});
