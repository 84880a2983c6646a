import type { Context } from '../../kernel/context.js';
import { isEverywhere } from '../../kernel/access/scope.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { seesPerson } from '../../people/scope.js';
import { COMPARED, CROSSING } from './compare-sql.js';
import { COMPARED_AS_JSON, PROBABILITY, scored } from './scored-sql.js';
import { SHARE_OF_A_NAME, SUPPOSED } from './unsearched.js';

const given = (person: string): string => `nullif(matching.normal_name(nullif(concat_ws(' ', ${person}.given_name, ${person}.patronymic), '')), '')`;
const family = (person: string): string => `nullif(matching.normal_name(${person}.family_name), '')`;

/** Most words of a name that are looked at, words that may stand for one of them, and persons that one way of looking gives. */
const [WORDS, NEAR, FOUND] = [6, 1_000, 300];

/** Whom everybody is compared with: somebody registered, by UUID, or somebody who is not, with phones and numbers as they are compared. */
export type Asked = { readonly id: string } | Unregistered;

export interface Unregistered {
  readonly givenName: string | null;
  readonly patronymic: string | null;
  readonly familyName: string;
  readonly sex: string;
  readonly born: string | null;
  readonly bornPrecision: string;
  readonly placeId: string | null;
  readonly phones: readonly string[];
  readonly numbers: readonly string[];
}

/** The figures of the last search of everybody, and its weights; nothing before the first. */
const LAST = `
  select f.persons, f.years, (select sum(share::float8 ^ 2) from jsonb_each_text(f.years) y(year, share)) as same_year,
    ${['weights', 'prior', 'namesakes'].map((name) => `array(select each::float8 from jsonb_array_elements_text(r.weights -> '${name}') with ordinality e(each, i) order by i) as ${name}`).join(', ')}
  from matching.duplicate_run r cross join lateral (select (r.figures ->> 'persons')::float8 as persons, r.figures -> 'years' as years) f
  where r.figures is not null and r.finished_at is not null order by r.created_at desc limit 1`;

/** Names that were not kept are borne by two at most, or count as rare in any case; before the first search none is kept. */
const shareOf = (part: 'given' | 'family', name: string, supposed: string): string =>
  `coalesce((select n.share from matching.name_share n where n.part = '${part}' and n.name = ${name}), case when run.supposed then ${supposed} else 2 / run.persons end)`;

/** How many of everybody bear a name; nobody knows who sees but a part of them. */
const bearers = (ctx: Context, name: string): string => isEverywhere(ctx.actor)
  ? `(select greatest(count(*), 1) from (select from matching.person_entry_seen e where e.words @> string_to_array(${name}, ' ') limit 10000) e) / run.persons`
  : String(SHARE_OF_A_NAME);

/** How many bear both names; nobody knows who sees but a part of them. */
const namesakes = (ctx: Context, person: string): string => isEverywhere(ctx.actor)
  ? `(select count(*) from (select e.person_id from matching.person_entry_seen e where e.words @> string_to_array(concat_ws(' ', ${person}.given, ${person}.family), ' ') limit 10000) e
      join people.person s on s.id = e.person_id where ${given('s')} is not distinct from ${person}.given and ${family('s')} is not distinct from ${person}.family)`
  : 'null::bigint';

/** Those with whom somebody lives, as far as they can be told again. */
const kin = (person: string): string => `people.person k where k.household_id = ${person}.household_id and k.id <> ${person}.id and k.birth_date is not null and ${given('k')} is not null`;

/** A person as searches compare them, names and numbers; how names sound is worked out where it is asked. */
const compared = (person: string): string => `
  select ${given(person)} as given, ${family(person)} as family,
    array(select distinct c.value from people.contact_point c where c.person_id = ${person}.id and c.kind = 'PHONE') as phones,
    array(select distinct i.type || ':' || encode(i.digest, 'hex') from people.identifier i where i.person_id = ${person}.id) as numbers,
    array(select ${given('k')} || extract(year from k.birth_date) from ${kin(person)}) as kin,
    array(select coalesce((matching.phonetic(split_part(${given('k')}, ' ', 1)))[1], '') || extract(year from k.birth_date) from ${kin(person)}) as kin_codes`;

/** The same, as the columns of matching.duplicate_person. */
const columnsOf = (person: string, known: string, supposed: (name: string) => string = () => String(SHARE_OF_A_NAME)): string => `
  ${person}.id, ${known}.given, ${known}.family, matching.phonetic(${known}.given) as given_codes, matching.phonetic(${known}.family) as family_codes, ${person}.sex, ${person}.birth_date as born, ${person}.birth_precision as born_precision,
  ${known}.phones, ${known}.numbers, ${known}.kin, ${known}.kin_codes, ${person}.household_id, ${person}.place_id, 
  ${shareOf('given', `${known}.given`, supposed(`${known}.given`))} as given_share, ${shareOf('family', `${known}.family`, supposed(`${known}.family`))} as family_share`;

/** Everybody who shares with `asked` what the passes of a search look for, by the indexes of the registry itself. */
const FOUND_BY = [
  `select i.person_id from unnest(asked.numbers) mine join people.identifier i on i.type = split_part(mine, ':', 1) and i.digest = decode(split_part(mine, ':', 2), 'hex') and i.ended_on is null`,
  `select c.person_id from unnest(asked.phones) mine join people.contact_point c on c.kind = 'PHONE' and c.value = mine`,
  `select h.id from people.person h where h.household_id = asked.household_id`,
  // A relative of theirs, by birthday, and so whom that one lives with.
  `select h.id from people.person mine join people.person k on k.birth_date = mine.birth_date and k.id <> mine.id and k.household_id <> asked.household_id
     and ${given('k')} = ${given('mine')} join people.person h on h.household_id = k.household_id where mine.household_id = asked.household_id and mine.id <> asked.id`,
  // Two of the names, whichever way round; the only one where there is but one.
  ...[
    `e.birth_year between extract(year from asked.born) - 1 and extract(year from asked.born) + 1`, `e.birth_year is null`, `array[e.place_id] && array[asked.place_id]`, `true`,
  ].map((more) => `select e.person_id from words one join words two on one.at < two.at or (select count(*) from words) = 1
     cross join lateral (select e.person_id from matching.person_entry_seen e where e.words && one.near and e.words && two.near and ${more} limit ${FOUND}) e`),
  // One of them, in the place and year, or on the day of birth.
  `select e.person_id from words cross join lateral (
     select e.person_id from matching.person_entry_seen e where e.words && words.near and array[e.place_id] && array[asked.place_id] and e.birth_year = extract(year from asked.born) limit ${FOUND}) e`,
  `select d.id from people.person d where d.birth_date = asked.born and asked.born_precision = 'DAY'
     and exists (select from words where words.near && matching.name_words(concat_ws(' ', d.given_name, d.patronymic, d.family_name)))`,
];

/** The rows of somebody who is asked about: `p` as people.person has them, and `known` as they are compared. */
function rowsOf(ctx: Context, asked: Asked): Sql {
  if ('id' in asked) return sql`people.person p cross join run cross join lateral (${trusted(compared('p'))} offset 0) known where p.id = ${asked.id}::uuid and p.merged_into_id is null and p.erased_on is null and ${seesPerson(ctx, sql`p`)}`;
  const { givenName, patronymic, familyName, sex, born, bornPrecision, placeId, phones, numbers } = asked;
  return sql`(
    select null::uuid as id, ${givenName}::text as given_name, ${patronymic}::text as patronymic, ${familyName}::text as family_name, ${sex}::text as sex, ${born}::date as birth_date, ${bornPrecision}::text as birth_precision,
      null::uuid as household_id, ${placeId}::uuid as place_id) p cross join run
    cross join lateral (select ${trusted(given('p'))} as given, ${trusted(family('p'))} as family, ${phones}::text[] as phones, ${numbers}::text[] as numbers, '{}'::text[] as kin, '{}'::text[] as kin_codes offset 0) known`;
}

/**
 * Persons who may be the one that is asked about, as a search of everybody would propose them: one row each, the likeliest first. No row
 * with a person where there is none; no row at all where nobody registered is there who is seen.
 *
 * @param least score
 */
export function duplicatesOf(ctx: Context, whom: Asked, { least, most }: { readonly least: number; readonly most: number }): Sql {
  const others = scored(
    'comparison c cross join asked p cross join lateral (select c.others as namesakes) q cross join run all_of',
    { weights: 'all_of.weights', prior: 'all_of.prior', namesakes: 'all_of.namesakes' },
  );
  return sql`
    with last as materialized (${trusted(LAST)}),
    run as materialized (select *, false as supposed from last union all select *, true from (${trusted(SUPPOSED)}) any_registry where not exists (select from last)),
    asked as materialized (
      select t.*, ${trusted(namesakes(ctx, 't'))} as namesakes
      from (
        select ${trusted(columnsOf('p', 'known', (name) => bearers(ctx, name)))}, coalesce((run.years ->> extract(year from p.birth_date)::text)::float8, 1 / run.persons) as year_share
        from ${rowsOf(ctx, whom)}) t),
    words as materialized (
      select word, at, array(select w.word from matching.word w where w.slips && matching.word_slips(t.word) or w.codes && matching.phonetic(t.word) limit ${NEAR}) as near
      from asked cross join lateral (select word, row_number() over () as at from (
        select distinct word collate "C" as word from unnest(string_to_array(concat_ws(' ', asked.given, asked.family), ' ')) word where word <> '' limit ${WORDS}) d) t),
    found as materialized (select distinct f.person_id from asked cross join lateral (${trusted(FOUND_BY.join(' union all '))}) f(person_id) where f.person_id is distinct from asked.id),
    other as (
      select ${trusted(columnsOf('o', 'known'))}
      from found join people.person o on o.id = found.person_id cross join run cross join lateral (${trusted(compared('o'))} offset 0) known
      where o.merged_into_id is null and o.erased_on is null and ${seesPerson(ctx, sql`o`)}),
    comparison as materialized (
      select b.id as other_id, a.id as asked_id, t.*, case when t.given = 6 then ${trusted(namesakes(ctx, 'b'))} end as others
      from asked a cross join other b ${trusted(CROSSING)} cross join lateral (select ${trusted(COMPARED)} offset 0) t(given, family, birth, sex, phone, number, kin, home, given_class, family_class))
    select a.id as asked, s.other_id as other, round(s.score::numeric, 2)::text as score, ${trusted(PROBABILITY)}::text as probability, ${trusted(COMPARED_AS_JSON)} as compared,
      (select c.id from matching.duplicate_candidate c where c.first_id = least(s.other_id, s.asked_id) and c.second_id = greatest(s.other_id, s.asked_id)) as candidate
    from asked a left join (select * from (${trusted(others)}) s where s.score >= ${least}::float8 order by s.score desc, s.other_id limit ${most}) s on true
    order by s.score desc, s.other_id`;
}
