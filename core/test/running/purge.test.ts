import { afterAll, beforeAll, expect, it } from 'vitest';
import { purge } from '../../src/kernel/purge/purge.js';
import { purges } from '../../src/kernel/purge/purges.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

/** Tables that keep no history and are not purged by time, each with what bounds it. */
const BOUNDED: Readonly<Record<string, string>> = {
  'access.standing': 'one row for each user',
  'exchange.export_progress': 'one row for each export',
  'kernel.audit_head': 'a few chains', 'kernel.audit_table': 'one row for each table', 'kernel.personal_table': 'one row for each table', 'kernel.erasure_step': 'written by migrations',
  'kernel.migration': 'one row for each migration', 'kernel.seed': 'one row for each seed',
  'grievances.transition': 'written by migrations', 'kernel.read_head': 'a few chains', 'matching.name_share': 'working space, emptied by each run',
  'privacy.busy_with': 'written by migrations', 'programmes.occupancy': 'one row for each programme', 'programmes.participant': 'one row for each programme that somebody is enrolled in', 'programmes.simulation_part': 'emptied when a simulation is done',
  'kernel.file_chunk': 'goes with its file',
  'kernel.job': 'who had what done: few, and imports, exports and erasures refer to it',
  'matching.duplicate_comparison': 'working space, emptied by each run', 'matching.duplicate_name': 'working space, emptied by each run', 'matching.duplicate_pair': 'working space, emptied by each run', 'matching.duplicate_person': 'working space, emptied by each run',
  'matching.duplicate_run': 'one row for each run, the earlier of which goes', 'matching.person_entry': 'one row for each person', 'matching.phone_entry': 'one row for each telephone', 'matching.word': 'the words that names have',
  'people.merge_leaves': 'written by migrations',
  'people.person_key': 'one row for each person of whom something is secret, or one for each import that told it',
  'people.place_position': 'one row for each place and hierarchy', 'people.place_subtree': 'one row for each place',
  'transactions.account_total': 'one row for each account, day and dimensions that postings have', 'transactions.closed_until': 'one row', 'transactions.ledger_check': 'one row for each kind of check',
  'transactions.ledger_finding': 'goes when a check of everything no longer finds it, and is 100 of each kind at most',
  'transactions.daily_work': 'one row for each kind of work and programme',
  'transactions.unbalanced': 'empty but within a transaction',
  'webhooks.secret': 'few for each endpoint',
};
/** What of an import is there while it is under way, and what takes to undo it. */
const IMPORTS = ['import_change', 'import_chunk', 'import_household', 'import_identifier', 'import_match', 'import_row', 'import_written'].map((name) => `exchange.${name}`);

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ workers: false });
});
afterAll(() => platform.stop());

it('every table keeps history, is never changed, is purged by time, or says what bounds it', async () => {
  const { rows } = await platform.pool.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')
      and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname in ('record_history', 'never_changed')) order by 1`);
  const purged = [...platform.platform.extensions(purges).values()].map(({ table }) => table);
  const open = rows.map(({ name }) => name).filter((name) => !purged.includes(name) && !(name in BOUNDED) && !IMPORTS.includes(name));
  expect(open).toEqual([]);
  expect([...Object.keys(BOUNDED), ...IMPORTS].filter((name) => purged.includes(name) || !rows.some((row) => row.name === name)), 'said for nothing').toEqual([]);
});

it('throws away what is of no use any more, and nothing else', async () => {
  const FILE = "insert into kernel.file (id, name, media_type, size, owner, purpose, in_use, created_at) values (kernel.uuid7(), $1, 'text/csv', 1, 'x', $2, $3, $4)";
  const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  const noon = Date.parse('2026-03-01T12:00:00Z');
  const session = (days: number, ended: boolean): unknown[] => {
    const at = new Date(noon - days * 86_400_000).toISOString();
    return [Buffer.alloc(32, days), `session ${days}`, at, ended ? at : null, ended ? 'x' : null, new Date(Date.parse(at) + 12 * 3_600_000).toISOString()];
  };
  for (const [text, values] of [
    ['insert into kernel.idempotency (principal, operation, key, fingerprint, created_at) values ($1, $1, $1, $1, $2)', [['old', ago(31)], ['young', ago(29)]]],
    ["insert into kernel.ended_presence (key, ended_at, forget_at) values ($1, now(), $2)", [['old', ago(1)], ['young', ago(-1)]]],
    ['insert into kernel.allowance (key, left_over, at) values ($1, 1, $2)', [['old', ago(3)], ['young', ago(0)]]],
    ["insert into kernel.last_write (principal, position, at) values ($1, '0/1', $2)", [['old', ago(1)], ['young', ago(0)]]],
    ['insert into access.used_assertion (digest, expires_at) values (sha256($1::text::bytea), $2)', [['old', new Date(noon - 1000)], ['young', new Date(noon + 1000)]]],
    [FILE, [['old', 'upload', false, ago(8)], ['young', 'upload', false, ago(6)], ['used', 'upload', true, ago(8)], ['made', 'export', false, ago(8)]]],
    [`insert into access.session (id, kind, token_hash, user_key, issuer, subject, claims, seen_at, idle_minutes, ended_at, ended_by, expires_at)
      values (kernel.uuid7(), 'BROWSER', $1, 'x', 'x', $2, '{}', $3, 30, $4, $5, $6)`, [session(91, true), session(92, false), session(89, true), session(88, false), session(0, false)]],
  ] as readonly (readonly [string, readonly (readonly unknown[])[]])[]) for (const row of values) await platform.pool.query(text, [...row]);
  const ctx = platform.platform.context({ actor: platform.platform.system('kernel.purge') });
  expect(await purge(ctx)).toBe(8);
  expect(await purge(ctx)).toBe(0);
  const left = async (table: string, column: string): Promise<unknown[]> => (await platform.pool.query<{ v: string }>(`select ${column} as v from ${table} order by 1`)).rows.map(({ v }) => v);
  for (const [table, column] of [['kernel.idempotency', 'key'], ['kernel.ended_presence', 'key'], ['kernel.allowance', 'key'], ['kernel.last_write', 'principal']] as const) expect(await left(table, column), table).toEqual(['young']);
  expect(await left('access.used_assertion', 'expires_at = $$2026-03-01 12:00:01Z$$')).toEqual([true]);
  expect(await left('kernel.file', 'name')).toEqual(['made', 'used', 'young']);
  expect(await left('access.session', 'subject')).toEqual(['session 0', 'session 88', 'session 89']);
});
