import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.pool.query(`
    insert into people.place (id, code, name, level, depth, number, last_number)
    select kernel.uuid7(), code, code, 'village', 0, row_number() over (), row_number() over () from unnest(array['A', 'B']) code`);
});
afterAll(() => platform.stop());

/** What the index lacks, has too much or has wrong. */
const wrong = async (): Promise<unknown> => {
  const { rows } = await platform.pool.query(`
    (select 'lacks', s::text from (select * from matching.person_searchable except select * from matching.person_entry) s)
    union all (select 'has wrong', e::text from (select * from matching.person_entry except select * from matching.person_searchable) e)
    union all (select 'lacks', s::text from (select * from matching.phone_searchable except select * from matching.phone_entry) s)
    union all (select 'has wrong', e::text from (select * from matching.phone_entry except select * from matching.phone_searchable) e)
    union all (select 'lacks the word', w from (select unnest(words) as w from matching.person_entry except select word from matching.word) as unknown)`);
  return rows;
};

/** Who was found to be another is not changed any more; the database says so, and nothing happened. */
const unlessMerged = (error: { readonly code?: string }): void => {
  if (!error.code?.startsWith('KG02')) throw error;
};

const name = fc.constantFrom('Kofi', 'Ama', "N'Diaye", 'Мария', 'عمر', 'Ada Obi', '12');
const few = fc.array(fc.nat(7), { minLength: 1, maxLength: 4 });
const place = fc.constantFrom('A', 'B', null);
/** A statement as somebody with psql would send it; persons are told apart by their number in order of their ids. */
const statement = fc.oneof(
  fc.record({ text: fc.constant(`insert into people.person (id, given_name, family_name, sex, birth_date, place_id)
    select kernel.uuid7(), $1, $2 || n, 'MALE', $3::date, (select id from people.place where code = $4) from generate_series(1, 3) n`), values: fc.tuple(name, name, fc.constantFrom('1980-01-01', null), place) }),
  fc.record({ text: fc.constant('update people.person p set family_name = $1, patronymic = $2 from (select id, row_number() over (order by id) % 8 as n from people.person) x where x.id = p.id and x.n = any($3)'), values: fc.tuple(name, fc.option(name), few) }),
  fc.record({ text: fc.constant('update people.person p set place_id = (select id from people.place where code = $1) from (select id, row_number() over (order by id) % 8 as n from people.person) x where x.id = p.id and x.n = any($2)'), values: fc.tuple(place, few) }),
  fc.record({ text: fc.constant('update people.person p set merged_into_id = (select min(id::text)::uuid from people.person), sex = $1 from (select id, row_number() over (order by id) as n from people.person) x where x.id = p.id and x.n > 1 and x.n % 8 = any($2)'), values: fc.tuple(fc.constantFrom('MALE', 'FEMALE'), few) }),
  fc.record({ text: fc.constant('update people.person set merged_into_id = null where $1'), values: fc.tuple(fc.boolean()) }),
  fc.record({ text: fc.constant(`insert into people.person_name (id, person_id, kind, script, family_name) select kernel.uuid7(), id, 'ALIAS', 'Latn', $1 from (select id, row_number() over (order by id) % 8 as n from people.person) x where n = any($2)`), values: fc.tuple(name, few) }),
  fc.record({ text: fc.constant('update people.person_name set family_name = $1, person_id = (select max(id::text)::uuid from people.person)'), values: fc.tuple(name) }),
  fc.record({ text: fc.constant('delete from people.person_name n using (select id, row_number() over (order by id) % 2 as n from people.person_name) x where x.id = n.id and x.n = $1'), values: fc.tuple(fc.nat(1)) }),
  fc.record({ text: fc.constant(`insert into people.contact_point (id, person_id, kind, value) select kernel.uuid7(), id, $1::text, case $1::text when 'PHONE' then '+23324' || $2::text else 'a@b.example' end from (select id, row_number() over (order by id) % 8 as n from people.person) x where n = any($3)`), values: fc.tuple(fc.constantFrom('PHONE', 'EMAIL'), fc.nat(9999).map(String), few) }),
  fc.record({ text: fc.constant(`update people.contact_point set value = '+250' || $1::text where kind = 'PHONE'`), values: fc.tuple(fc.nat(9999).map((number) => String(number + 1000))) }),
  fc.record({ text: fc.constant('delete from people.contact_point n using (select id, row_number() over (order by id) % 2 as n from people.contact_point) x where x.id = n.id and x.n = $1'), values: fc.tuple(fc.nat(1)) }),
  fc.record({ text: fc.constant('delete from people.person p using (select id, row_number() over (order by id) % 8 as n from people.person) x where x.id = p.id and x.n = $1 and p.merged_into_id is null and not exists (select from people.person m where m.merged_into_id = p.id) and not exists (select from people.person_name n where n.person_id = p.id) and not exists (select from people.contact_point n where n.person_id = p.id)'), values: fc.tuple(fc.nat(7)) }),
);

describe('the search index', () => {
  it('is what it would be if it were made anew, whatever statements write persons, names and phones', async () => {
    await fc.assert(fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 12 }), async (statements) => {
      await platform.pool.query('update people.person set merged_into_id = null; delete from people.person_name; delete from people.contact_point; delete from people.person');
      for (const { text, values } of statements) await platform.pool.query(text, values as unknown[]).catch(unlessMerged);
      expect(await wrong()).toEqual([]);
    }), { numRuns: 60 });
  });

  it('also where two transactions change one person at once', async () => {
    const { rows } = await platform.pool.query<{ id: string }>("insert into people.person (id, family_name, sex) values (kernel.uuid7(), 'Before', 'FEMALE') returning id");
    const [first, second] = [await platform.pool.connect(), await platform.pool.connect()];
    await first.query('begin');
    await first.query("update people.person set family_name = 'Afterwards' where id = $1", [rows[0]?.id]);
    const waiting = second.query("insert into people.person_name (id, person_id, kind, script, family_name) values (kernel.uuid7(), $1, 'ALIAS', 'Latn', 'Alias')", [rows[0]?.id]);
    await first.query('commit');
    await waiting;
    first.release();
    second.release();
    expect(await wrong()).toEqual([]);
    const { rows: found } = await platform.pool.query('select words from matching.person_entry where person_id = $1', [rows[0]?.id]);
    expect(found).toEqual([{ words: ['afterwards', 'alias'] }]);
  });

  it('takes a few statements for many rows', async () => {
    await platform.pool.query("insert into people.person (id, family_name, sex) select kernel.uuid7(), 'Bulk ' || chr(97 + n % 26), 'MALE' from generate_series(1, 20000) n");
    const { rows } = await platform.pool.query("select count(*)::int as persons from matching.person_entry where words @> array['bulk']");
    expect(rows).toEqual([{ persons: 20000 }]);
    expect(await wrong()).toEqual([]);
  });
});
