import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { anchorDaily } from '../../src/kernel/audit/anchor-daily.js';
import { appendAnchor } from '../../src/kernel/audit/anchors.js';
import { verifyAudit, verifyOn } from '../../src/kernel/audit/verify.js';
import { observe } from '../../src/kernel/telemetry/metrics.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let kinga: TestPlatform;
let clerk: TestClient;
let folder: string;
beforeAll(async () => {
  kinga = await startTestPlatform();
  folder = await mkdtemp(join(tmpdir(), 'kinga-audit-'));
  clerk = kinga.as({ name: 'asha', permissions: ['people.persons.register', 'people.persons.read', 'people.places.read'] });
  await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P', 'Place', 'country', 0, 1, 1)");
});
afterAll(async () => {
  await kinga.stop();
  await rm(folder, { recursive: true });
});

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } userErrors { code message path } } }';
const UPDATE = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id version } userErrors { code message path } } }';

async function register(...names: readonly string[]): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string; version: number }[] } }>(REGISTER, {
    input: { placeCode: 'P', persons: names.map((familyName) => ({ familyName, sex: 'FEMALE' })), justification: { reason: 'came to the office' } },
  });
  return personsRegister.persons;
}

const uuid = (id: string | undefined): string => (id ?? '').slice(-32);

it('holds for each write who did what, why, for what and which rows', async () => {
  const [person] = await register('Abena', 'Yaa');
  await clerk.run(UPDATE, { input: { id: person?.id, version: person?.version, givenName: 'Ama' } });
  const { rows } = await kinga.pool.query(
    `select e.actor, e.operation, e.reason, e.purpose, e.row_count::int as rows, array_agg(c.table_name || ' ' || c.operation || ' ' || c.row_count order by c.n) as changes
     from kernel.audit_entry e join kernel.audit_change c on c.entry_id = e.id where e.actor = 'asha@example.org' group by e.id, e.chain, e.seq, e.at order by e.at desc limit 2`,
  );
  expect(rows).toEqual([
    { actor: 'asha@example.org', operation: 'personUpdate', reason: null, purpose: 'administration', rows: 2, changes: ['people.person UPDATE 1', 'kernel.event INSERT 1'] },
    { actor: 'asha@example.org', operation: 'personsRegister', reason: 'came to the office', purpose: 'administration', rows: 3, changes: ['people.person INSERT 2', 'kernel.event INSERT 1'] },
  ]);
  expect((await verifyAudit(kinga.pool)).findings).toEqual([]);
  const auditor = kinga.as({ name: 'kwame', role: 'access-auditor' });
  expect(await auditor.run('{ auditEntries(where: { operation: { eq: "personsRegister" } }) { nodes { actor reason changes { nodes { table operation rowCount } } } } }')).toEqual({
    auditEntries: { nodes: [{ actor: 'asha@example.org', reason: 'came to the office', changes: { nodes: [{ table: 'people.person', operation: 'INSERT', rowCount: 2 }, { table: 'kernel.event', operation: 'INSERT', rowCount: 1 }] } }] },
  });
  expect((await clerk.refuse('{ auditEntries { totalCount } }'))[0]).toMatchObject({ code: 'FORBIDDEN' });
});

it('is whole after many have written at once', async () => {
  await Promise.all(Array.from({ length: 24 }, (_, n) => register(`Kofi ${n}`)));
  const { findings, entries } = await verifyAudit(kinga.pool);
  expect({ findings, enough: entries > 24 }).toEqual({ findings: [], enough: true });
});

it('holds nothing of what was undone', async () => {
  const before = await verifyAudit(kinga.pool);
  expect(await clerk.refuse(REGISTER, { input: { placeCode: 'nowhere', persons: [{ familyName: 'Adjoa', sex: 'FEMALE' }] } })).not.toEqual([]);
  const client = await kinga.pool.connect();
  await client.query("begin; savepoint s; update people.person set given_name = 'Trial'; set constraints all immediate; rollback to savepoint s; commit");
  client.release();
  expect(await verifyAudit(kinga.pool)).toEqual(before);
});

it('finds what a superuser changed past it, in the rows and in what history keeps of them', async () => {
  const [person] = await register('Esi');
  const id = uuid(person?.id);
  await clerk.run(UPDATE, { input: { id: person?.id, version: 1, givenName: 'Efua' } });
  const client = await kinga.pool.connect();
  const tamper = async (table: string, text: string): Promise<unknown> => {
    await client.query('begin');
    await client.query(`alter table ${table} disable trigger user; ${text}; set constraints all immediate; alter table ${table} enable trigger user`);
    const { findings } = await verifyOn(client);
    await client.query('rollback');
    return findings.map(({ kind, place }) => `${kind} ${place.replaceAll('-', '')}`);
  };
  expect(await tamper('people.person', `update people.person set family_name = 'Mensah' where id = '${id}'`)).toEqual([`changed people.person ${id}`]);
  expect(await tamper('people.person', `delete from people.person where id = '${id}'`)).toEqual([`missing people.person ${id}`]);
  expect(await tamper('people.person', `insert into people.person (id, family_name, sex) values ('00000000-0000-7000-8000-000000000001', 'Ghost', 'MALE')`))
    .toEqual(['added people.person 00000000000070008000000000000001']);
  expect(await tamper('kernel.history_people_person', `update kernel.history_people_person set row_before = row_before || '{"family_name": "Mensah"}' where row_id = '${id}'`)).toEqual([`changed people.person ${id}`]);
  expect(await tamper('kernel.history_people_person', `delete from kernel.history_people_person where row_id = '${id}'`)).toEqual([`missing people.person ${id}`]);
  expect(await tamper('people.person', `update people.person set family_name = 'Mensah' where id = '${id}'; alter table people.person enable trigger user; update people.person set given_name = 'Efe' where id = '${id}'`))
    .toEqual([`changed people.person ${id}`]);
  await client.query('begin; drop trigger audit_updated on people.person');
  expect((await verifyOn(client)).findings).toMatchObject([{ kind: 'changed', place: 'people.person' }]);
  await client.query('rollback');
  client.release();
  expect((await verifyAudit(kinga.pool)).findings).toEqual([]);
});

it('follows a table that a migration gives other columns', async () => {
  const client = await kinga.pool.connect();
  await client.query("begin; alter table people.person add column nickname text not null default 'none'");
  expect((await verifyOn(client)).findings).toMatchObject([{ kind: 'changed', place: expect.stringContaining('people.person') as string }]);
  await client.query('reset search_path; call kernel.audit_follow_columns()');
  await client.query("set constraints all immediate; update people.person set nickname = 'Kay'; set constraints all immediate");
  expect((await verifyOn(client)).findings).toEqual([]);
  await client.query('rollback');
  client.release();
});

it('follows a table whose columns are called as the functions call its rows', async () => {
  const client = await kinga.pool.connect();
  await client.query(`begin; create table people.odd (id uuid primary key, version integer not null default 1, updated_at timestamptz(3) not null default now(), was text, became text, n integer, o integer);
    call kernel.keep_history('people.odd')`);
  await client.query("insert into people.odd (id, was, became, n, o) values (kernel.uuid7(), 'poor', 'less poor', 1, 2), (kernel.uuid7(), 'ill', 'well', 3, 4)");
  await client.query("update people.odd set was = became, became = 'as it is', n = 5 where was = 'poor'");
  await client.query("delete from people.odd where was = 'ill'");
  const { rows } = await client.query("select operation, row_before ->> 'was' as was, row_before ->> 'became' as became, (row_before ->> 'n')::int as n from kernel.history where table_name = 'people.odd' order by operation desc");
  expect(rows).toEqual([{ operation: 'UPDATE', was: 'poor', became: 'less poor', n: 1 }, { operation: 'DELETE', was: 'ill', became: 'well', n: 3 }]);
  await client.query('set constraints all immediate');
  expect((await verifyOn(client)).findings).toEqual([]);
  await client.query("reset search_path; alter table people.odd disable trigger user; update people.odd set was = 'rich'");
  expect((await verifyOn(client)).findings.map(({ what }) => what)).toContain('the row is not what was written');
  await client.query('rollback');
  client.release();
});

it('is anchored outside of the database once a day, however many processes look and wherever one is killed', async () => {
  const { platform } = kinga;
  const ctx = platform.context({ actor: platform.system('a test') });
  const days = async (): Promise<readonly string[]> => (await readFile(platform.auditAnchors, 'utf8')).trim().split('\n').map((line) => (JSON.parse(line) as { at: string }).at.slice(0, 10));
  // The first was the background's own.
  await vi.waitFor(async () => expect(await days()).toEqual(['2026-03-01']), { timeout: 20_000 });
  kinga.setNow('2026-03-02T00:10:00Z');
  const written = await Promise.all(Array.from({ length: 6 }, () => anchorDaily(ctx)));
  expect(written.toSorted()).toEqual([0, 0, 0, 0, 0, 1]);
  kinga.setNow('2026-03-02T23:59:59Z');
  expect(await anchorDaily(ctx)).toBe(0);
  // Killed when the anchor was written and the day not yet noted.
  kinga.setNow('2026-03-03T00:00:00Z');
  await appendAnchor(kinga.pool, platform.keys, new Date(platform.now()), platform.auditAnchors);
  expect(await anchorDaily(ctx)).toBe(0);
  // Where the file can't be written, the day is left to the next look.
  kinga.setNow('2026-03-04T00:00:00Z');
  await expect(anchorDaily({ ...ctx, platform: { ...platform, auditAnchors: folder } })).rejects.toThrow(/EISDIR/);
  expect(await anchorDaily(ctx)).toBe(1);
  expect(await days()).toEqual(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']);
  expect(await verifyAudit(kinga.pool, { rows: false, against: { file: platform.auditAnchors, keys: platform.keys } })).toMatchObject({ anchors: 4, findings: [] });
  observe(platform.telemetry.metrics, platform.pool);
  expect(await platform.telemetry.metrics.registry.getSingleMetricAsString('kinga_audit_anchor_age_seconds')).toMatch(/\{of="chains"\} \d+/);
});
