import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireClearExports } from '../../src/exchange/exports/expire-clear.js';
import { definePermissions, defineRole } from '../../src/kernel/access/permissions.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const SEE = ['people.persons.read', 'people.places.read', 'people.identifiers.read', 'people.identifiers.clear'];
const EXPORT = ['exchange.exports.make', 'exchange.exports.read', 'exchange.exports.make-clear', 'kernel.files.read', 'kernel.jobs.read', 'change-requests.requests.read'];
const DECIDE = ['change-requests.requests.decide', 'change-requests.requests.read', 'people.persons.read'];
const desk = defineModule({ name: 'desk', version: '0.1.0', kinga: { id: 'desk', requires: { people: '^0.1.0', exchange: '^0.1.0', 'change-requests': '^0.1.0' } } }, {
  description: 'A desk', permissions: definePermissions({}),
  roles: [defineRole('desk', 'Reads and exports', [...SEE, ...EXPORT]), defineRole('half-desk', 'Exports masked alone', [...SEE, ...EXPORT.filter((each) => !each.endsWith('make-clear'))]),
    defineRole('controller', 'Approves what leaves in clear', [...DECIDE, 'exchange.exports.approve-clear', ...EXPORT]), defineRole('other-approver', 'Approves other things', DECIDE)],
});

let kinga: TestPlatform;
let server: string;
let clerk: TestClient;
let controller: TestClient;
const NUMBERS = ['CLEAR0001', 'CLEAR0002', 'CLEAR0003'];
let persons: readonly string[];
beforeAll(async () => {
  kinga = await startTestPlatform({ modules: [desk] });
  server = (await kinga.serve()).url;
  clerk = kinga.as({ name: 'clerk', role: 'desk' });
  controller = kinga.as({ name: 'controller', role: 'controller' });
  await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P', 'Place', 'country', 0, 1, 1)");
  const { personsRegister } = await kinga.as({ role: 'registrar' }).run<{ personsRegister: { persons: readonly { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }',
    { input: { placeCode: 'P', persons: NUMBERS.map((value) => ({ familyName: 'Mensah', sex: 'FEMALE', identifiers: [{ type: 'national-number', value }] })) } });
  persons = personsRegister.persons.map(({ id }) => id.slice(-32)).toSorted();
});
afterAll(() => kinga.stop());

const START = 'mutation ($input: ExportStartInput!) { exportStart(input: $input) { export { id } changeRequest { id state } userErrors { code message path } } }';
const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id, reason: "asked for by the statistics act" }) { changeRequest { state } userErrors { code message path } } }';
const REASON = 'Matching with the register of births, letter 17';
const LIST = { query: '{ persons { nodes { familyName identifiers { nodes { value } } } } }', format: 'JSONL' };
interface Answer {
  readonly exportStart: { readonly export: { readonly id: string } | null; readonly changeRequest: { readonly id: string; readonly state: string } | null };
}
interface Shown {
  readonly state: string;
  readonly askedBy: string;
  readonly approvedBy: string | null;
  readonly clearReason: string | null;
  readonly expiresAt: string | null;
  readonly file: { readonly url: string; readonly size: number } | null;
}

const ask = async (): Promise<string> => {
  const { exportStart } = await clerk.run<Answer>(START, { input: { ...LIST, clear: { reason: REASON } } });
  expect(exportStart).toMatchObject({ export: null, changeRequest: { state: 'PENDING' } });
  return exportStart.changeRequest?.id ?? '';
};
const latest = async (): Promise<Shown> => (await clerk.run<{ exports: { nodes: readonly Shown[] } }>('{ exports(last: 1) { nodes { state askedBy approvedBy clearReason expiresAt file { url size } } } }')).exports.nodes[0] as Shown;
const textOf = async (shown: Shown): Promise<string> => (await fetch(new URL(shown.file?.url ?? '', server))).text();

describe('an export in clear', () => {
  it('waits for somebody else who may approve it, and nothing is written before', async () => {
    const id = await ask();
    await kinga.finishJobs();
    expect((await kinga.pool.query('select from exchange.export')).rowCount).toBe(0);
    expect(await kinga.as({ name: 'clerk', role: 'controller' }).refuse(APPROVE, { id })).toMatchObject([{ code: 'OWN_CHANGE_REQUEST' }]);
    expect(await kinga.as({ name: 'other', role: 'other-approver' }).refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_PERMISSION' }]);
    expect(await controller.run(APPROVE, { id })).toMatchObject({ changeRequestApprove: { changeRequest: { state: 'APPROVED' } } });
    await kinga.finishJobs();
    const done = await latest();
    expect(done).toMatchObject({ state: 'DONE', askedBy: 'clerk@example.org', approvedBy: 'controller@example.org', clearReason: REASON, expiresAt: expect.any(String) as string });
    for (const number of NUMBERS) expect(await textOf(done)).toContain(number);
  });

  it('is noted for everybody who is in it', async () => {
    const { rows } = await kinga.pool.query<{ subjects: string[] }>(
      "select array(select replace(s::text, '-', '') from unnest(subjects) s order by 1) as subjects from kernel.read_log where 'Identifier.value' = any (fields) and actor = 'clerk@example.org' and operation = 'exchange.make-export'");
    expect(rows.map(({ subjects }) => subjects)).toContainEqual(persons);
  });

  it('lasts a day; that it was made, why, and by whose approval stays', async () => {
    const done = await latest();
    const ctx = kinga.platform.context({ actor: kinga.platform.system('test') });
    expect(await expireClearExports(ctx)).toBe(0);
    expect((await latest()).file?.size).toBeGreaterThan(100);
    await kinga.pool.query("update exchange.export set kept_until = kept_until - interval '25 hours'");
    expect(await expireClearExports(ctx)).toBe(1);
    expect(await latest()).toMatchObject({ state: 'DONE', clearReason: REASON, approvedBy: 'controller@example.org', file: { size: 0 } });
    expect(await textOf(done)).not.toContain(NUMBERS[0]);
    await expect(kinga.pool.query("update exchange.export set kept_until = kept_until + interval '1 year'")).rejects.toMatchObject({ constraint: 'export_as_asked' });
  });

  it('takes a permission and a reason; without them, and for all others, everything is masked', async () => {
    expect(await kinga.as({ name: 'half', role: 'half-desk' }).refuse(START, { input: { ...LIST, clear: { reason: REASON } } })).toMatchObject([{ code: 'EXPORT_FORBIDDEN', path: ['input', 'clear'] }]);
    expect((await clerk.send(START, { input: { ...LIST, clear: { reason: 'short' } } })).data).not.toMatchObject({ exportStart: { changeRequest: { state: 'PENDING' } } });
    await clerk.run(START, { input: { ...LIST, clear: null } });
    await kinga.finishJobs();
    const done = await latest();
    expect(done).toMatchObject({ state: 'DONE', approvedBy: null, clearReason: null, expiresAt: null });
    expect(await textOf(done)).not.toContain('CLEAR000');
  });

  it('is not written where nobody approved it, whoever put it there', async () => {
    await expect(kinga.pool.query(
      "insert into exchange.export (id, asked_by, query, format, name, byte_order_mark, total, clear_reason, state) values (kernel.uuid7(), 'x', '{}', 'CSV', 'x', false, 1, 'ten letters', 'RUNNING')"))
      .rejects.toMatchObject({ constraint: 'export_clear_approved' });
    await expect(kinga.pool.query(
      "insert into exchange.export (id, asked_by, approved_by, query, format, name, byte_order_mark, total, clear_reason, state) values (kernel.uuid7(), 'x', 'x', '{}', 'CSV', 'x', false, 1, 'ten letters', 'RUNNING')"))
      .rejects.toMatchObject({ constraint: 'export_clear_approved' });
  });
});
