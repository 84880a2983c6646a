import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { CASES, seeded, tampering, type Tampering } from './testing/tamper.js';

const ENTRIES = 80;

let kinga: TestPlatform;
let superuser: Tampering;
const found: Tampering['found'] = (...tamper) => superuser.found(...tamper);
beforeAll(async () => {
  kinga = await startTestPlatform({ workers: false });
  for (let n = 0; n < ENTRIES; n += 1) {
    await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), $1, 'Place', 'country', 0, $2, $2)", [`P${n}`, 1_000 + n]);
  }
  superuser = await tampering(kinga, ['kernel.audit_entry', 'kernel.audit_change', 'kernel.audit_head']);
});
afterAll(async () => {
  await superuser.stop();
  await kinga.stop();
});

const entry = (n: number): string => `(select id from kernel.audit_entry where actor is null order by at, seq, chain offset ${n} limit 1)`;
const MUTATIONS = [
  (n: number) => `update kernel.audit_entry set actor = 'somebody' where id = ${entry(n)}`,
  (n: number) => `update kernel.audit_entry set at = at - interval '1 day' where id = ${entry(n)}`,
  (n: number) => `update kernel.audit_entry set hash = sha256(hash) where id = ${entry(n)}`,
  (n: number) => `update kernel.audit_change set row_ids[1] = kernel.uuid7() where entry_id = ${entry(n)}`,
  (n: number) => `update kernel.audit_change set after[1] = sha256(after[1]), digest = sha256(digest) where entry_id = ${entry(n)}`,
  (n: number) => `update kernel.audit_change set table_name = 'people.person' where entry_id = ${entry(n)}`,
];

describe('verifying the chains finds every', { timeout: 60_000 + CASES * 1_000 }, () => {
  it('harmless state to be whole', async () => {
    expect(await found('select 1')).toEqual([]);
  });

  it('change', async () => {
    const random = seeded(1);
    for (let n = 0; n < CASES; n += 1) {
      expect(await found((MUTATIONS[n % MUTATIONS.length] ?? MUTATIONS[0])?.(random(ENTRIES)) ?? '')).not.toEqual([]);
    }
  });

  it('entry or change that was taken out', async () => {
    const random = seeded(2);
    for (let n = 0; n < CASES; n += 1) {
      const which = entry(random(ENTRIES));
      expect(await found(n % 2 === 0 ? `delete from kernel.audit_entry where id = ${which}` : `delete from kernel.audit_change where entry_id = ${which}`)).not.toEqual([]);
    }
  });

  it('pair of entries that changed places', async () => {
    const random = seeded(3);
    for (let n = 0; n < CASES; n += 1) {
      const [a, b] = [random(ENTRIES), random(ENTRIES - 1)];
      const swap = `with pair as materialized (select ${entry(a)} as a, ${entry(b >= a ? b + 1 : b)} as b),
        places as materialized (select e.id, e.chain, e.seq from kernel.audit_entry e, pair where e.id in (pair.a, pair.b))
        update kernel.audit_entry e set chain = other.chain, seq = other.seq, at = e.at + interval '1 millisecond' * 0 from places other, pair where e.id in (pair.a, pair.b) and other.id in (pair.a, pair.b) and other.id <> e.id`;
      expect(await found(swap)).not.toEqual([]);
    }
  });

  it('entry that was put in: beyond the head, beside another, or with changes that nobody made', async () => {
    const random = seeded(5);
    const copy = (n: number, seq: string): string => `insert into kernel.audit_entry select made.* from kernel.audit_entry its join kernel.audit_head h on h.chain = its.chain, jsonb_populate_record(its, jsonb_build_object('seq', ${seq}, 'id', kernel.uuid7(), 'previous', h.hash, 'hash', sha256(h.hash), 'at', its.at + interval '1 minute')) made where its.id = ${entry(n)}`;
    for (let n = 0; n < CASES; n += 1) {
      const which = random(ENTRIES);
      const inserted = [copy(which, 'h.seq + 1'), copy(which, 'its.seq'), `insert into kernel.audit_change (entry_id, at, table_name, operation, row_count, row_ids, versions, digest) select ${entry(which)}, now(), 'people.person', 'INSERT', 1, array[kernel.uuid7()], array[1], sha256('')`];
      expect(await found(inserted[n % inserted.length] ?? '')).not.toEqual([]);
    }
  });

  it('chain that was written anew from some entry on, each hash made rightly', async () => {
    const random = seeded(6);
    for (let n = 0; n < CASES; n += 1) {
      const rewritten = `do $$
        declare one kernel.audit_entry; the kernel.audit_entry; last bytea;
        begin
          select * into the from kernel.audit_entry where id = ${entry(random(ENTRIES))};
          last := the.previous;
          for one in select * from kernel.audit_entry where chain = the.chain and seq >= the.seq order by seq loop
            if one.seq = the.seq then one.actor := 'somebody else'; end if;
            one.previous := last;
            one.hash := sha256(last || convert_to((jsonb_strip_nulls(to_jsonb(one)) - 'previous' - 'hash' || jsonb_build_object('changes', (
              select jsonb_agg(jsonb_build_array(c.n, c.table_name, c.operation, c.actor, c.row_count, encode(c.digest, 'hex')) order by c.n) from kernel.audit_change c where c.entry_id = one.id)))::text, 'UTF8'));
            last := one.hash;
            update kernel.audit_entry set actor = one.actor, previous = one.previous, hash = one.hash where chain = one.chain and seq = one.seq;
          end loop;
          update kernel.audit_head set hash = last where chain = the.chain;
        end $$; select 1`;
      expect(await found(rewritten)).toEqual(['changed']);
      if (n === 0) expect(await found(rewritten, false), 'nothing but an anchor tells').toEqual([]);
    }
  });

  it('tail that was cut off behind the last anchor, also where the head was set back', async () => {
    const random = seeded(4);
    for (let n = 0; n < CASES; n += 1) {
      const cut = `with last as materialized (select h.chain, h.seq - ${random(2)} as seq from kernel.audit_head h where h.seq > 1 order by h.chain offset ${random(8)} % (select count(*) from kernel.audit_head where seq > 1) limit 1),
        gone as (delete from kernel.audit_entry e using last where e.chain = last.chain and e.seq >= last.seq returning e.id, e.chain, e.seq, e.previous),
        left_alone as (delete from kernel.audit_change c using gone where c.entry_id = gone.id)
        update kernel.audit_head h set seq = g.seq - 1, hash = g.previous from (select distinct on (chain) chain, seq, previous from gone order by chain, seq) g where h.chain = g.chain`;
      expect(await found(cut)).toContain('truncated');
    }
  });
});
