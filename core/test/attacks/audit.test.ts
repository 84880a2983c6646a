import { afterAll, beforeAll, describe, expect } from 'vitest';
import { anchorDaily } from '../../src/kernel/audit/anchor-daily.js';
import { verifyAudit } from '../../src/kernel/audit/verify.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, register, twoPlaces } from '../people/testing/registry.js';
import { attack } from './testing/attack.js';
import { ask, refused, served } from './testing/over-http.js';

let kinga: TestPlatform;
let server: RunningServer;
let clerk: TestClient;
let person: string;
beforeAll(async () => {
  kinga = await startTestPlatform();
  server = await kinga.serve();
  await anchorDaily(kinga.platform.context({ actor: kinga.platform.system() }));
  clerk = kinga.as({ name: 'asha', permissions: CLERK });
  await twoPlaces(clerk);
  [person = ''] = await register(clerk, [{ givenName: 'Ama' }]);
  await clerk.run('query ($id: ID!) { person(by: { id: $id }) { givenName } }', { id: person });
});
afterAll(() => kinga?.stop());

/** By the account of the app, as a statement that somebody smuggled in would be. */
const byApp = (text: string): Promise<unknown> => kinga.platform.pool.query(text);
const KEPT = ['kernel.audit_entry', 'kernel.audit_change', 'kernel.read_log', 'kernel.audit_anchor'];
const WRITTEN_BY_TRIGGERS = ['kernel.audit_entry', 'kernel.audit_change', 'kernel.audit_head', 'kernel.audit_table'];
const column = (table: string): string => (table === 'kernel.audit_change' ? 'row_count' : 'at');

describe('the account of the app', () => {
  for (const table of KEPT) {
    attack(`changes, takes out or empties ${table}`, {
      blocked: async () => {
        await expect(byApp(`update ${table} set ${column(table)} = ${column(table)}`)).rejects.toThrow(/never changed|written by the database/);
        await expect(byApp(`delete from ${table}`)).rejects.toThrow(/never changed|written by the database/);
        await expect(byApp(`truncate ${table}`)).rejects.toMatchObject({ code: '42501' });
      },
      twin: async () => expect((await kinga.platform.pool.query(`select from ${table}`)).rowCount).toBeGreaterThan(0),
    });
  }

  for (const table of WRITTEN_BY_TRIGGERS) {
    attack(`puts a row of its own into ${table}`, {
      blocked: () => expect(byApp(`insert into ${table} select * from ${table} limit 1`)).rejects.toThrow(/written by the database alone/),
      twin: async () => {
        const before = (await verifyAudit(kinga.pool, { rows: false })).entries;
        await register(clerk, [{ givenName: 'Esi' }]);
        expect((await verifyAudit(kinga.pool, { rows: false })).entries).toBeGreaterThan(before);
      },
    });
  }

  attack('sets back the head of a chain', {
    blocked: () => expect(byApp('update kernel.audit_head set seq = 0')).rejects.toThrow(/written by the database alone/),
    twin: async () => expect((await kinga.platform.pool.query('select from kernel.audit_head')).rowCount).toBe(32),
  });

  attack('switches off or takes away what notes changes', {
    blocked: async () => {
      for (const text of ['alter table people.person disable trigger audit_updated', 'alter table people.person disable trigger all', 'drop trigger audit_updated on people.person', 'drop trigger never_changed on kernel.audit_entry', "set session_replication_role = 'replica'", 'drop function kernel.audit_close() cascade']) {
        await expect(byApp(text)).rejects.toMatchObject({ code: '42501' });
      }
    },
    twin: () => register(clerk, [{ givenName: 'Yaa' }]),
  });

  attack('replaces a function of the audit, or puts another in front of it', {
    blocked: async () => {
      await expect(byApp("create or replace function kernel.audit_close() returns trigger language plpgsql as 'begin return null; end'")).rejects.toMatchObject({ code: '42501' });
      await expect(byApp("create function kernel.sha256(bytea) returns bytea language sql as 'select $1'")).rejects.toMatchObject({ code: '42501' });
      await expect(byApp("create function pg_catalog.sha256(text) returns bytea language sql as 'select null::bytea'")).rejects.toMatchObject({ code: '42501' });
    },
    twin: () => expect(byApp("select sha256('a')")).resolves.toBeTruthy(),
  });

  attack('notes a change that nobody made', {
    blocked: () => expect(byApp("select kernel.audit_note('people.person', 'DELETE', '{}', '{}', null, null, null)")).rejects.toMatchObject({ code: '42501' }),
    twin: () => register(clerk, [{ givenName: 'Adwoa' }]),
  });
});

describe('a write', () => {
  const newest = async (): Promise<{ readonly actor: string; readonly age: number }> =>
    (await kinga.pool.query<{ actor: string; age: number }>("select actor, abs(extract(epoch from now() - at))::float as age from kernel.audit_entry where operation = 'personsRegister' order by at desc limit 1")).rows[0] ?? { actor: '', age: -1 };
  const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code } } }';
  const input = (familyName: string, reason: string): Readonly<Record<string, unknown>> => ({ input: { placeCode: 'V1', persons: [{ familyName, sex: 'FEMALE' }], justification: { reason } } });

  attack('names another actor by its words, where they would end the statement that says who acts', {
    blocked: async () => {
      const forged = "x', true), set_config('kinga.actor', 'somebody@example.org', true), set_config('kinga.audit', '{}";
      await clerk.run(REGISTER, input(forged, `{"actor":"somebody@example.org"} ${forged}`));
      expect((await newest()).actor).toBe('asha@example.org');
    },
    twin: async () => {
      await clerk.run(REGISTER, input("O'Connor", "came with her card, it's valid"));
      expect((await newest()).actor).toBe('asha@example.org');
    },
  });

  attack('is dated otherwise by the clock that the app says, or by settings of the session', {
    blocked: async () => {
      kinga.setNow('1999-01-01T00:00:00Z');
      const ctx = kinga.platform.context({ actor: { ...kinga.platform.system(), id: 'asha@example.org' }, today: '1999-01-01', operation: 'personsRegister' });
      await inTransaction(ctx, async ({ tx }) => {
        await tx.query("set local timezone = 'Pacific/Kiritimati'");
        await tx.query("insert into people.person (id, family_name, sex) values (kernel.uuid7(), 'Dated', 'OTHER')");
      });
      kinga.setNow('2026-03-01T12:00:00Z');
      expect((await newest()).age).toBeLessThan(60);
      expect((await verifyAudit(kinga.pool)).findings).toEqual([]);
    },
    twin: async () => {
      await register(clerk, [{ givenName: 'Efua' }]);
      expect((await newest()).age).toBeLessThan(60);
    },
  });
});

describe('who read whom', () => {
  const LOG = 'query ($id: ID!) { person(by: { id: $id }) { accessLog { nodes { actor } } } }';
  const reader = (permissions: readonly string[], places: readonly string[] | null = null): TestClient => kinga.as({ name: 'kwame', permissions: ['people.persons.read', ...permissions], places });
  attack('is asked for by somebody without the permission', {
    blocked: async () => expect(await reader([]).refuse(LOG, { id: person })).toMatchObject([{ code: 'FORBIDDEN' }]),
    twin: async () => expect(await reader(['kernel.reads.read']).run(LOG, { id: person })).toMatchObject({ person: { accessLog: { nodes: expect.arrayContaining([{ actor: 'asha@example.org' }]) as object[] } } }),
  });
  attack('is asked for of somebody of another village', {
    blocked: async () => expect(await reader(['kernel.reads.read'], ['V2']).run(LOG, { id: person })).toEqual({ person: null }),
    twin: async () => expect(await reader(['kernel.reads.read'], ['V1']).run(LOG, { id: person })).toMatchObject({ person: { accessLog: { nodes: expect.any(Array) as object[] } } }),
  });
  const ALL = '{ recordedReads(first: 1) { totalCount } }';
  attack('is listed by whoever sees one village alone', {
    blocked: async () => expect(await reader(['kernel.reads.read'], ['V1']).run(ALL)).toEqual({ recordedReads: { totalCount: 0 } }),
    twin: async () => expect((await reader(['kernel.reads.read']).run<{ recordedReads: { totalCount: number } }>(ALL)).recordedReads.totalCount).toBeGreaterThan(0),
  });
  attack('is reached by the id of a note', {
    blocked: async () => {
      const { rows: [note] } = await kinga.pool.query<{ id: string }>("select replace(id::text, '-', '') as id from kernel.read_log limit 1");
      expect(await reader(['kernel.reads.read'], ['V2']).run('query ($id: ID!) { node(id: $id) { id } }', { id: `read_${note?.id}` })).toEqual({ node: null });
    },
    twin: async () => expect(await reader([]).run('query ($id: ID!) { node(id: $id) { id } }', { id: person })).toEqual({ node: { id: person } }),
  });
  attack('is asked for as what was written, without the permission', {
    blocked: async () => expect(await reader(['kernel.reads.read']).refuse('{ auditEntries(first: 1) { totalCount } }')).toMatchObject([{ code: 'FORBIDDEN' }]),
    twin: () => reader(['kernel.audit.read']).run('{ auditEntries(first: 1) { totalCount } }'),
  });
});

describe('a read', () => {
  const READ = 'query ($id: ID!) { person(by: { id: $id }) { givenName } }';
  const as = async (purpose: string): Promise<ReturnType<typeof ask> extends Promise<infer A> ? A : never> => ask(server, READ, { id: person }, { token: await kinga.token({ name: 'asha', role: 'registrar' }), headers: { 'kinga-purpose': purpose } });
  const noted = async (): Promise<string> => (await kinga.pool.query<{ purpose: string }>('select purpose from kernel.read_log order by id desc limit 1')).rows[0]?.purpose ?? '';
  for (const [name, purpose] of [['made up', 'curiosity'], ['empty', ''], ['two in one', 'registry, payments'], ['that ends a statement', "registry'); drop table kernel.read_log --"]] as const) {
    attack(`for a purpose that is ${name}`, {
      blocked: async () => refused(await as(purpose), 'BAD_USER_INPUT'),
      twin: async () => {
        served(await as('registry'));
        expect(await noted()).toBe('registry');
      },
    });
  }
  attack('for no purpose at all, where each request has to say one', {
    blocked: async () => {
      const strict = await startTestPlatform({ workers: false, settings: { kernel: { privacy: { purposeRequired: true } } } });
      try {
        const address = await strict.serve();
        const token = await strict.token({ name: 'asha', role: 'registrar' });
        refused(await ask(address, '{ persons { totalCount } }', {}, { token }), 'PURPOSE_REQUIRED');
        served(await ask(address, '{ persons { totalCount } }', {}, { token, headers: { 'kinga-purpose': 'registry' } }));
      } finally {
        await strict.stop();
      }
    },
    twin: async () => served(await ask(server, READ, { id: person }, { token: await kinga.token({ name: 'asha', role: 'registrar' }) })),
  });
});
