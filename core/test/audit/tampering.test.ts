import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { CASES, seeded, tampering, type Tampering } from './testing/tamper.js';

const ENTRIES = 80;

interface Entry {
  readonly id: string;
  readonly chain: number;
}

let kinga: TestPlatform;
let superuser: Tampering;
/** Entries that nobody is named in, by their chain. */
let chains: readonly (readonly Entry[])[];
beforeAll(async () => {
  kinga = await startTestPlatform({ workers: false });
  for (let n = 0; n < ENTRIES; n += 1) {
    await kinga.pool.query(`begin; select set_config('kinga.audit', '{"reason": "The law of ${n}"}', true);
      insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P${n}', 'Place', 'country', 0, ${1_000 + n}, ${1_000 + n}); commit`);
  }
  const { rows } = await kinga.pool.query<Entry>('select id, chain from kernel.audit_entry where actor is null and reason is not null order by chain, seq');
  chains = [...Map.groupBy(rows, ({ chain }) => chain).values()];
  superuser = await tampering(kinga, ['kernel.audit_entry', 'kernel.audit_change', 'kernel.audit_head']);
});
afterAll(async () => {
  await superuser.stop();
  await kinga.stop();
});

type Random = (below: number) => number;
const oneOf = (entries: readonly Entry[], random: Random): Entry => entries[random(entries.length)] as Entry;

/** As many cases as are asked for, one in each chain at a time: what one verification finds in a chain says nothing of another. */
async function inEveryChain(seed: number, tamper: (entry: Entry, n: number) => string): Promise<void> {
  const random = seeded(seed);
  for (let n = 0; n < CASES;) {
    const some = chains.slice(0, CASES - n).map((entries, index) => [entries[0]?.chain ?? -1, tamper(oneOf(entries, random), n + index)] as const);
    expect(await superuser.missed(new Map(some))).toEqual([]);
    n += some.length;
  }
}

const MUTATIONS = [
  (id: string) => `update kernel.audit_entry set actor = 'somebody' where id = '${id}'`,
  (id: string) => `update kernel.audit_entry set at = at - interval '1 day' where id = '${id}'`,
  (id: string) => `update kernel.audit_entry set reason = 'another' where id = '${id}'`,
  (id: string) => `update kernel.audit_entry set reason = null, reason_salt = null where id = '${id}'`,
  (id: string) => `update kernel.audit_entry set reason = 'another', reason_digest = encode(sha256(reason_salt || 'another'), 'hex') where id = '${id}'`,
  (id: string) => `update kernel.audit_entry set hash = sha256(hash) where id = '${id}'`,
  (id: string) => `update kernel.audit_change set row_ids[1] = kernel.uuid7() where entry_id = '${id}'`,
  (id: string) => `update kernel.audit_change set after[1] = sha256(after[1]), digest = sha256(digest) where entry_id = '${id}'`,
  (id: string) => `update kernel.audit_change set table_name = 'people.person' where entry_id = '${id}'`,
];

describe('verifying the chains finds every', { timeout: 120_000 + CASES * 1_000 }, () => {
  it('harmless state to be whole', async () => {
    expect(await superuser.found('select 1')).toEqual([]);
    expect(chains.length).toBeGreaterThan(1);
    expect(await superuser.missed(new Map(chains.map(([first]) => [first?.chain ?? -1, 'select 1'])))).toHaveLength(chains.length);
  });

  it('change', () => inEveryChain(1, ({ id }, n) => (MUTATIONS[n % MUTATIONS.length] ?? MUTATIONS[0])?.(id) ?? ''));

  it('entry or change that was taken out', () =>
    inEveryChain(2, ({ id }, n) => (n % 2 === 0 ? `delete from kernel.audit_entry where id = '${id}'` : `delete from kernel.audit_change where entry_id = '${id}'`)));

  it('pair of entries that changed places, of two chains or of one', async () => {
    const random = seeded(3);
    const swap = (a: Entry, b: Entry): string => `with places as materialized (select e.id, e.chain, e.seq from kernel.audit_entry e where e.id in ('${a.id}', '${b.id}'))
      update kernel.audit_entry e set chain = other.chain, seq = other.seq from places other where e.id in ('${a.id}', '${b.id}') and other.id <> e.id`;
    const long = chains.filter((entries) => entries.length > 1);
    for (let n = 0; n < CASES;) {
      const pairs = n % 2 === 0
        ? chains.slice(0, -1).filter((_, index) => index % 2 === 0).map((entries, index) => [oneOf(entries, random), oneOf(chains[index * 2 + 1] ?? [], random)] as const)
        : long.map((entries) => { const at = random(entries.length); return [entries[at] as Entry, entries[(at + 1 + random(entries.length - 1)) % entries.length] as Entry] as const; });
      const some = pairs.slice(0, CASES - n);
      const tampers = new Map(some.flatMap(([a, b]) => [[b.chain, 'select 1'], [a.chain, swap(a, b)]] as const));
      expect(await superuser.missed(tampers)).toEqual([]);
      n += some.length;
    }
  });

  it('entry that was put in: beyond the head, beside another, or with changes that nobody made', () => {
    const copy = (id: string, seq: string): string => `insert into kernel.audit_entry select made.* from kernel.audit_entry its join kernel.audit_head h on h.chain = its.chain, jsonb_populate_record(its, jsonb_build_object('seq', ${seq}, 'id', kernel.uuid7(), 'previous', h.hash, 'hash', sha256(h.hash), 'at', its.at + interval '1 minute')) made where its.id = '${id}'`;
    const made = [
      (id: string) => copy(id, 'h.seq + 1'), (id: string) => copy(id, 'its.seq'),
      (id: string) => `insert into kernel.audit_change (entry_id, at, table_name, operation, row_count, row_ids, versions, digest) select '${id}', now(), 'people.person', 'INSERT', 1, array[kernel.uuid7()], array[1], sha256('')`,
    ];
    return inEveryChain(5, ({ id }, n) => made[n % made.length]?.(id) ?? '');
  });

  it('chain that was written anew from some entry on, each hash made rightly: by an anchor alone', async () => {
    const random = seeded(6);
    for (let n = 0; n < CASES; n += 1) {
      const rewritten = `do $$
        declare one kernel.audit_entry; the kernel.audit_entry; last bytea;
        begin
          select * into the from kernel.audit_entry where id = '${oneOf(chains[n % chains.length] ?? [], random).id}';
          last := the.previous;
          for one in select * from kernel.audit_entry where chain = the.chain and seq >= the.seq order by seq loop
            if one.seq = the.seq then one.actor := 'somebody else'; end if;
            one.previous := last;
            one.hash := sha256(last || convert_to((jsonb_strip_nulls(to_jsonb(one)) - '{previous,hash,reason,reason_salt}'::text[] || jsonb_build_object('changes', (
              select jsonb_agg(jsonb_build_array(c.n, c.table_name, c.operation, c.actor, c.row_count, encode(c.digest, 'hex')) order by c.n) from kernel.audit_change c where c.entry_id = one.id)))::text, 'UTF8'));
            last := one.hash;
            update kernel.audit_entry set actor = one.actor, previous = one.previous, hash = one.hash where chain = one.chain and seq = one.seq;
          end loop;
          update kernel.audit_head set hash = last where chain = the.chain;
        end $$; select 1`;
      expect(await superuser.foundByAnchors(rewritten)).toEqual(['changed']);
      if (n === 0) expect([await superuser.found(rewritten), await superuser.found(rewritten, false)], 'nothing but an anchor tells').toEqual([['changed'], []]);
    }
  });

  it('tail that was cut off behind the last anchor, also where the head was set back', async () => {
    const random = seeded(4);
    for (let n = 0; n < CASES; n += 1) {
      const cut = `with last as materialized (select h.chain, h.seq - ${random(2)} as seq from kernel.audit_head h where h.seq > 1 order by h.chain offset ${random(32)} % (select count(*) from kernel.audit_head where seq > 1) limit 1),
        gone as (delete from kernel.audit_entry e using last where e.chain = last.chain and e.seq >= last.seq returning e.id, e.chain, e.seq, e.previous),
        left_alone as (delete from kernel.audit_change c using gone where c.entry_id = gone.id)
        update kernel.audit_head h set seq = g.seq - 1, hash = g.previous from (select distinct on (chain) chain, seq, previous from gone order by chain, seq) g where h.chain = g.chain`;
      expect(await superuser.foundByAnchors(cut)).toEqual(['truncated']);
      if (n === 0) expect(await superuser.found(cut)).toContain('truncated');
    }
  });
});
