/** How well a name of one person agrees with the same name of the other; see `FIELDS`. */
function nameLevel(name: 'given' | 'family', crossed: string): string {
  const codes = name === 'given' ? 'a.given_codes && b.given_codes' : 'a.codes && b.codes';
  return `case
    when a.${name} is null or b.${name} is null then 0
    when a.${name} = b.${name} then 5
    when ${crossed} then 6
    when matching.is_slip(a.${name}, b.${name}) then 4
    when string_to_array(a.${name}, ' ') && string_to_array(b.${name}, ' ') then 3
    when ${codes} then 2
    else 1 end`;
}

const CROSSED = `(a.given <> b.given and (a.given = b.family or matching.is_slip(a.given, b.family)) and (a.family = b.given or matching.is_slip(a.family, b.given)))`;

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
    when abs(extract(year from a.born) - extract(year from b.born)) = 1 and (extract(month from a.born), extract(day from a.born)) = (extract(month from b.born), extract(day from b.born)) then 3
    else 1 end`;

const IDENTIFIER = `case
    when a.numbers = '{}' or b.numbers = '{}' then 0
    when a.numbers && b.numbers then 2
    when exists (select from unnest(a.numbers) x join unnest(b.numbers) y on split_part(x, ':', 1) = split_part(y, ':', 1)) then 1
    else 0 end`;

const shareClass = (name: 'given' | 'family'): string =>
  `case when a.${name} = b.${name} then case when a.${name}_share >= 0.01 then 0 when a.${name}_share >= 0.001 then 1 else 2 end else 0 end`;

/**
 * Compares pairs of persons, as a select list over `a` and `b` of matching.duplicate_person, in the order of the columns of
 * matching.duplicate_comparison from `given` on.
 */
export const COMPARED = `
  ${nameLevel('given', CROSSED)}, ${nameLevel('family', CROSSED)}, ${BIRTH},
  case when a.sex = 'UNKNOWN' or b.sex = 'UNKNOWN' then 0 when a.sex = b.sex then 2 else 1 end,
  case when a.phones = '{}' or b.phones = '{}' then 0 when a.phones && b.phones then 2 else 1 end,
  ${IDENTIFIER},
  case when a.household_id = b.household_id then 2 when a.place_id = b.place_id then 1 else 0 end,
  ${shareClass('given')}, ${shareClass('family')}`;
