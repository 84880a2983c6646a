import { CLASSES, RAREST } from './levels.js';

/** How well a name of one person agrees with the same name of the other; see `FIELDS`. */
function nameLevel(name: 'given' | 'family'): string {
  return `case
    when a.${name} is null or b.${name} is null then 0
    when a.${name} = b.${name} then 5
    when x.crossed then 6
    when matching.is_slip(a.${name}, b.${name}) then case when least(a.${name}_share, b.${name}_share) < ${RAREST} then 7 else 4 end
    when matching.is_part(a.${name}, b.${name}) then 3
    when a.${name}_codes && b.${name}_codes then 2
    else 1 end`;
}

const alike = (one: string, other: string): string => `(${one} = ${other} or matching.is_slip(${one}, ${other}) or matching.is_part(${one}, ${other}))`;

/** Whether given and family name have changed places; worked out once per pair. */
export const CROSSING = `cross join lateral (
  select coalesce(a.given <> b.given and a.family <> b.family and ${alike('a.given', 'b.family')} and ${alike('a.family', 'b.given')}, false) as crossed offset 0) x`;

const BIRTH = `case
    when a.born is null or b.born is null then 0
    when a.born_precision <> 'DAY' or b.born_precision <> 'DAY' then case
      when extract(year from a.born) <> extract(year from b.born) then case when abs(extract(year from a.born) - extract(year from b.born)) = 1 then 2 else 1 end
      when a.born_precision <> 'YEAR' and b.born_precision <> 'YEAR' and extract(month from a.born) <> extract(month from b.born) then 2
      else 6 end
    when a.born = b.born then 5
    when extract(year from a.born) = extract(year from b.born) then case
      when extract(month from a.born) = extract(day from b.born) and extract(day from a.born) = extract(month from b.born) then 4
      when extract(month from a.born) = extract(month from b.born) or extract(day from a.born) = extract(day from b.born) then 3
      else 2 end
    when abs(extract(year from a.born) - extract(year from b.born)) = 1 and (extract(month from a.born), extract(day from a.born)) = (extract(month from b.born), extract(day from b.born)) then 7
    else 1 end`;

const IDENTIFIER = `case
    when a.numbers = '{}' or b.numbers = '{}' then 0
    when a.numbers && b.numbers then 2
    when exists (select from unnest(a.numbers) x join unnest(b.numbers) y on split_part(x, ':', 1) = split_part(y, ':', 1)) then 1
    else 0 end`;

const shared = (keys: string): string => `(select count(distinct x) from unnest(a.${keys}) x where x = any(b.${keys}))`;

/** Names of relatives are misspelt as often as one's own. */
const RELATIVES = `case
    when a.household_id = b.household_id or a.kin = '{}' or b.kin = '{}' then 0
    when not a.kin_codes && b.kin_codes and not a.kin && b.kin then 1
    else (select case when least(exactly, 2) + least(alike, 2) >= 3 then 3 when exactly = 1 or alike >= 2 then 2 else 4 end
      from (select ${shared('kin')} as exactly, ${shared('kin_codes')} as alike offset 0) relatives) end`;

/** The class of a share, see `CLASSES`. */
export const classOf = (share: string): string => `case ${CLASSES.map((least, index) => `when ${share} >= ${least} then ${index}`).join(' ')} end`;
const shareClass = (name: 'given' | 'family'): string => `case when a.${name} = b.${name} then ${classOf(`a.${name}_share`)} else 0 end`;

/**
 * Compares pairs of persons, as a select list over `a` and `b` of matching.duplicate_person and `CROSSING`, in the order of the columns of
 * matching.duplicate_comparison from `given` on.
 */
export const COMPARED = `
  ${nameLevel('given')}, ${nameLevel('family')}, ${BIRTH},
  case when a.sex = 'UNKNOWN' or b.sex = 'UNKNOWN' then 0 when a.sex = b.sex then 2 else 1 end,
  case when a.phones = '{}' or b.phones = '{}' then 0 when a.phones && b.phones then 2 else 1 end,
  ${IDENTIFIER}, ${RELATIVES},
  case when a.household_id = b.household_id then 2 when a.place_id = b.place_id then 1 else 0 end,
  ${shareClass('given')}, ${shareClass('family')}`;
