import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { classOf, COMPARED, CROSSING } from './compare-sql.js';

/** Given name and patronymic are one name here: registries put the second of them into either. */
const GIVEN = "nullif(concat_ws(' ', p.given_name, p.patronymic), '')";

/** Every different name once, and what it sounds like by its words, which are fewer still. */
export const nameRows = (whom: Sql): Sql => sql`
  with names as materialized (
    select name, matching.normal_name(name) as normal
    from (select ${trusted(GIVEN)} as name from people.person p where ${whom} union select p.family_name from people.person p where ${whom}) t where name is not null),
  words as materialized (select word, matching.phonetic(word) as codes from (select distinct unnest(string_to_array(normal, ' ')) as word from names) t)
  insert into matching.duplicate_name (name, normal, codes, first_code)
  select n.name, n.normal, coalesce(array_agg(distinct c.code order by c.code) filter (where c.code is not null), '{}'), coalesce(min(f.codes[1]), '')
  from names n left join words f on f.word = split_part(n.normal, ' ', 1) left join lateral unnest(string_to_array(n.normal, ' ')) as w(word) on true left join words on words.word = w.word left join lateral unnest(words.codes) as c(code) on true
  group by n.name, n.normal`;

/** Everybody who stands for themselves, with phones and identifiers, numbered by where they live. */
export const personRows = (whom: Sql, since: string | null): Sql => sql`
  with named as materialized (
    select p.id, nullif(g.normal, '') as given, nullif(f.normal, '') as family, coalesce(g.codes, '{}') as given_codes, coalesce(f.codes, '{}') as family_codes, g.first_code,
      (select coalesce(array_agg(distinct c order by c), '{}') from unnest(coalesce(g.codes, '{}') || coalesce(f.codes, '{}')) c) as codes,
      p.sex, p.birth_date, p.birth_precision, p.household_id, p.place_id, p.updated_at
    from people.person p left join matching.duplicate_name g on g.name = ${trusted(GIVEN)} left join matching.duplicate_name f on f.name = p.family_name
    where ${whom}),
  phones as (select person_id, array_agg(distinct value) as values, max(updated_at) as updated_at from people.contact_point where kind = 'PHONE' group by person_id),
  numbers as (select person_id, array_agg(distinct type || ':' || encode(digest, 'hex')) as values, max(updated_at) as updated_at from people.identifier group by person_id),
  kin as (
    select household_id, array_agg(given || extract(year from birth_date) order by id) as keys, array_agg(id order by id) as ids,
      array_agg(first_code || extract(year from birth_date) order by id) as codes
    from named where household_id is not null and given is not null and birth_date is not null group by household_id),
  given as (select given, count(*)::real / greatest(sum(count(*)) over (), 1) as share from named where given is not null group by given),
  year as (select extract(year from birth_date) as year, count(*)::real / greatest(sum(count(*)) over (), 1) as share from named where birth_date is not null group by 1),
  family as (select family, count(*)::real / greatest(sum(count(*)) over (), 1) as share from named where family is not null group by family)
  insert into matching.duplicate_person (n, id, given, family, given_codes, family_codes, codes, sex, born, born_precision, phones, numbers, kin, kin_codes, household_id, place_id, given_share, family_share, namesakes, year_share, fresh)
  select row_number() over (order by p.place_id, p.household_id, p.id), p.id, p.given, p.family, p.given_codes, p.family_codes, p.codes, p.sex, p.birth_date, p.birth_precision,
    coalesce(phones.values, '{}'), coalesce(numbers.values, '{}'), others.keys, others.codes, p.household_id, p.place_id, coalesce(given.share, 0), coalesce(family.share, 0),
    count(*) over (partition by p.given, p.family), coalesce(year.share, 0),
    coalesce(greatest(p.updated_at, phones.updated_at, numbers.updated_at) > ${since}::timestamptz, true)
  from named p left join phones on phones.person_id = p.id left join numbers on numbers.person_id = p.id
    left join kin on kin.household_id = p.household_id left join given on given.given = p.given left join family on family.family = p.family left join year on year.year = extract(year from p.birth_date)
    cross join lateral (
      select coalesce(array_agg(k.key), '{}') as keys, coalesce(array_agg(k.code), '{}') as codes from unnest(kin.keys, kin.codes, kin.ids) k(key, code, id) where k.id <> p.id) others`;

const INTO = 'insert into matching.duplicate_comparison (sample, a, b, given, family, birth, sex, phone, number, kin, home, given_class, family_class)';

/** What blocking found, each pair once. */
export const COMPARE_PAIRS = `${INTO}
  select false, a.n, b.n, ${COMPARED}
  from (select distinct a, b from matching.duplicate_pair) pair join matching.duplicate_person a on a.n = pair.a join matching.duplicate_person b on b.n = pair.b ${CROSSING}
  where a.fresh or b.fresh`;

/** Pairs by chance: of the whole, of one place, of one household. The same ones for the same registry. */
export const COMPARE_SAMPLE = `${INTO}
  select true, a.n, b.n, ${COMPARED}
  from (
    select distinct least(x, y) as a, greatest(x, y) as b from (
      select 1 + (hashint8extended(i, 1) & 9223372036854775807) % $1::bigint as x, 1 + (hashint8extended(i, 2) & 9223372036854775807) % $1::bigint as y from generate_series(1, $2::bigint) i
      union all
      select x, x + 1 + (hashint8extended(i, 4) & 9223372036854775807) % 40 from generate_series(1, $2::bigint / 2) i cross join lateral (select 1 + (hashint8extended(i, 3) & 9223372036854775807) % $1::bigint as x) t
      union all
      select x, x + 1 + (hashint8extended(i, 6) & 9223372036854775807) % 5 from generate_series(1, $2::bigint / 2) i cross join lateral (select 1 + (hashint8extended(i, 5) & 9223372036854775807) % $1::bigint as x) t) drawn
    where x <> y and greatest(x, y) <= $1::bigint) pair
  join matching.duplicate_person a on a.n = pair.a join matching.duplicate_person b on b.n = pair.b ${CROSSING}`;

/** A few hundred rows, however many pairs. */
export const PATTERNS = `
  select sample, home, array[given, family, birth, sex, phone, number, kin]::int[] as levels, array[given_class, family_class]::int[] as classes, count(*)::int as count
  from matching.duplicate_comparison group by sample, home, given, family, birth, sex, phone, number, kin, given_class, family_class`;

/** Of a group's count: the share of all pairs that are within it. */
const PAIRED = 'count(*)::float8 * (count(*) - 1) / greatest(sum(count(*)) over () * (sum(count(*)) over () - 1), 1)::float8';

/** All pairs by home, and how names, birthdays and phones are spread. */
export const POPULATION = `
  with counted as (
    select (select count(*) from matching.duplicate_person) as persons,
      (select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from matching.duplicate_person where household_id is not null group by household_id) t) as household,
      (select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from matching.duplicate_person where place_id is not null group by place_id) t) as place)
  select (persons * (persons - 1) / 2 - place)::float8 as elsewhere, greatest(place - household, 0)::float8 as place, household::float8 as household,
    (select coalesce(sum(g.share * f.share), 0)
     from (select given as name, count(*)::float8 / sum(count(*)) over () as share from matching.duplicate_person where given is not null group by given) g
     join (select family as name, count(*)::float8 / sum(count(*)) over () as share from matching.duplicate_person where family is not null group by family) f using (name)) as crossed,
    (select coalesce(sum(paired), 0) from (select ${PAIRED} as paired from matching.duplicate_person where born is not null group by born) t) as same_birth,
    (select coalesce(sum(paired), 0) from (select ${PAIRED} as paired from matching.duplicate_person p, unnest(p.phones) v group by v) t) as same_phone
  from counted`;

/** For `given` or `family`: per class, the share of bearers and of pairs that share a name of it. */
export const spreadOf = (name: 'given' | 'family'): string => `
  select ${classOf('share')} as class, sum(share)::float8 as bearers, sum(paired)::float8 as pairs
  from (select count(*)::float8 / sum(count(*)) over () as share, ${PAIRED} as paired from matching.duplicate_person where ${name} is not null group by ${name}) t group by 1`;
