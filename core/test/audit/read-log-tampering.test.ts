import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/kernel/audit/verify.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { register } from '../people/testing/registry.js';
import { CASES, seeded, tampering, type Tampering } from './testing/tamper.js';

const READS = 60;

let kinga: TestPlatform;
let clerk: TestClient;
let superuser: Tampering;
const found: Tampering['found'] = (...tamper) => superuser.found(...tamper);

beforeAll(async () => {
  kinga = await startTestPlatform({ workers: false });
  clerk = kinga.as('people.places.manage', 'people.persons.register', 'people.persons.read');
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "V1", name: "Village", level: "village" }] }) { userErrors { code } } }');
  await register(clerk, Array.from({ length: 5 }, (_, n) => ({ familyName: `Somebody ${n}` })));
  for (let n = 0; n < READS; n += 4) await Promise.all([1, 2, 3, 4].map(() => clerk.run('{ persons(first: 2) { nodes { familyName } } }')));
});
afterAll(() => kinga.stop());

it('what is noted is whole, however many read at once', async () => {
  const { findings, reads } = await verifyAudit(kinga.pool, { rows: false });
  expect(findings).toEqual([]);
  const { rows: [count] } = await kinga.pool.query<{ reads: number; entries: number }>('select (select count(*)::int from kernel.read_log) as reads, (select count(*)::int from kernel.read_entry) as entries');
  expect(count?.reads).toBeGreaterThanOrEqual(READS);
  expect(count?.entries).toBe(reads);
  expect(reads).toBeLessThanOrEqual(count?.reads ?? 0);
});

it('the platform itself can put no entry in, and change no head', async () => {
  await expect(kinga.platform.pool.query("insert into kernel.read_entry (chain, seq, at, since, row_ids, digest, previous, hash) values (0, 999, now(), now(), '{}', '', '', '')")).rejects.toThrow(/by the database alone/);
  await expect(kinga.platform.pool.query('update kernel.read_head set seq = 0')).rejects.toThrow(/by the database alone/);
  await expect(kinga.platform.pool.query("select kernel.close_reads('{}', now(), '')")).rejects.toThrow(/permission denied/);
});

const read = (n: number): string => `(select id from kernel.read_log order by at, id offset ${n} limit 1)`;
const entry = (n: number): string => `(select ctid from kernel.read_entry order by at, chain, seq offset ${n} % (select count(*) from kernel.read_entry) limit 1)`;
const CHANGES = [
  (n: number) => `update kernel.read_log set actor = 'somebody' where id = ${read(n)}`,
  (n: number) => `update kernel.read_log set at = at - interval '1 second' where id = ${read(n)}`,
  (n: number) => `update kernel.read_log set subjects = subjects[2:] where id = ${read(n)}`,
  (n: number) => `update kernel.read_log set purpose = 'care', fields = '{}' where id = ${read(n)}`,
  (n: number) => `update kernel.read_entry set at = at + interval '1 second' where ctid = ${entry(n)}`,
  (n: number) => `update kernel.read_entry set digest = sha256(digest) where ctid = ${entry(n)}`,
  (n: number) => `update kernel.read_entry set row_ids = row_ids || kernel.uuid7() where ctid = ${entry(n)}`,
];

describe('verifying finds every', { timeout: 60_000 + CASES * 1_000 }, () => {
  beforeAll(async () => {
    superuser = await tampering(kinga, ['kernel.read_log', 'kernel.read_entry', 'kernel.read_head']);
  });
  afterAll(() => superuser.stop());

  it('harmless state to be whole', async () => {
    expect(await found('select 1')).toEqual([]);
  });

  it('read that was changed', async () => {
    const random = seeded(1);
    for (let n = 0; n < CASES + CHANGES.length; n += 1) {
      expect(await found((CHANGES[n % CHANGES.length] ?? CHANGES[0])?.(random(READS)) ?? '')).toContain('changed');
    }
  });

  it('read or entry that was taken out', async () => {
    const random = seeded(2);
    for (let n = 0; n < CASES; n += 1) {
      expect(await found(n % 2 === 0 ? `delete from kernel.read_log where id = ${read(random(READS))}` : `delete from kernel.read_entry where ctid = ${entry(random(READS))}`)).not.toEqual([]);
    }
  });

  it('read that was put in past the chains, of now or of an earlier day, and also where one was taken out for it', async () => {
    const random = seeded(3);
    const copy = (n: number, at: string): string => `insert into kernel.read_log (at, actor, roles, request, purpose, fields, subjects, revealed)
      select ${at}, 'somebody else', roles, request, purpose, fields, subjects, revealed from kernel.read_log where id = ${read(n)}`;
    for (let n = 0; n < CASES; n += 1) {
      expect(await found(copy(random(READS), n % 2 === 0 ? 'now()' : "at - interval '400 days'"))).toEqual(['added']);
      expect(await found(`delete from kernel.read_log where id = ${read(random(READS))}; ${copy(random(READS - 1), 'at')}`)).toContain('changed');
    }
  });

  it('pair of entries that changed places', async () => {
    const random = seeded(4);
    for (let n = 0; n < CASES; n += 1) {
      const swap = `with numbered as (select e.ctid as at, e.chain, e.seq, row_number() over (order by e.at, e.chain, e.seq) as n, count(*) over () as total from kernel.read_entry e),
        pair as (select a.at as a, b.at as b, a.chain as a_chain, a.seq as a_seq, b.chain as b_chain, b.seq as b_seq from numbered a, numbered b where a.n = 1 + ${random(READS)} % a.total and b.n = 1 + (a.n + ${random(5)}) % a.total and a.n <> b.n)
        update kernel.read_entry e set chain = 100 + case e.ctid when pair.a then b_chain else a_chain end, seq = case e.ctid when pair.a then b_seq else a_seq end from pair where e.ctid in (pair.a, pair.b);
        update kernel.read_entry set chain = chain - 100 where chain >= 100`;
      expect(await found(swap)).not.toEqual([]);
    }
  });

  it('entry that was put in: beyond the head, or in the place of another', async () => {
    const copy = (seq: string): string => `insert into kernel.read_entry select h.chain, ${seq}, now(), now(), array[kernel.uuid7()], sha256(''), h.hash, sha256(h.hash) from kernel.read_head h where h.seq > 0`;
    expect(await found(copy('h.seq + 1'))).not.toEqual([]);
    expect(await found(`delete from kernel.read_entry e using kernel.read_head h where e.chain = h.chain and e.seq = h.seq; ${copy('h.seq')}`)).not.toEqual([]);
  });

  it('chain that was written anew from some entry on, each hash made rightly: by an anchor alone', async () => {
    const random = seeded(5);
    for (let n = 0; n < CASES; n += 1) {
      const rewritten = `do $$
        declare one kernel.read_entry; the kernel.read_entry; last bytea;
        begin
          set local timezone = 'UTC'; set local datestyle = 'ISO';
          select * into the from kernel.read_entry where ctid = ${entry(random(READS))};
          update kernel.read_log set actor = 'somebody else' where id = any (the.row_ids);
          last := the.previous;
          for one in select * from kernel.read_entry where chain = the.chain and seq >= the.seq order by seq loop
            select sha256(string_agg(sha256(convert_to(row(r.id, r.at, r.actor, r.roles, r.session, r.request, r.operation, r.purpose, r.fields, r.subjects, r.revealed)::text, 'UTF8')), ''::bytea order by r.id))
            into one.digest from kernel.read_log r where r.id = any (one.row_ids);
            update kernel.read_entry set previous = last, digest = one.digest, hash = sha256(last || convert_to(format('%s|%s|%s|%s|%s', one.chain, one.seq, one.at, one.since, encode(one.digest, 'hex')), 'UTF8'))
            where chain = one.chain and seq = one.seq returning hash into last;
          end loop;
          update kernel.read_head set hash = last where chain = the.chain;
        end $$; select 1`;
      expect(await found(rewritten)).toEqual(['changed']);
      if (n === 0) expect(await found(rewritten, false), 'nothing but an anchor tells').toEqual([]);
    }
  });

  it('tail that was cut off behind the last anchor, also where the head was set back and the reads are gone', async () => {
    const random = seeded(6);
    for (let n = 0; n < CASES; n += 1) {
      const cut = `with last as materialized (select h.chain, greatest(1, h.seq - ${random(2)}) as seq from kernel.read_head h where h.seq > 0 order by h.chain offset ${random(8)} % (select count(*) from kernel.read_head where seq > 0) limit 1),
        gone as (delete from kernel.read_entry e using last where e.chain = last.chain and e.seq >= last.seq returning e.chain, e.seq, e.previous, e.row_ids),
        reads as (delete from kernel.read_log l using gone where l.id = any (gone.row_ids))
        update kernel.read_head h set seq = g.seq - 1, hash = g.previous from (select distinct on (chain) chain, seq, previous from gone order by chain, seq) g where h.chain = g.chain`;
      expect(await found(cut)).toContain('truncated');
    }
  });
});
