import { RAREST } from './levels.js';

/** Names that fewer bear are not kept: they may tell who somebody is, and a rare name says the same whose ever it is. */
const FEWEST_BEARERS = 3;

const sharesOf = (column: 'given' | 'family'): string => `
  select '${column}', ${column}, max(${column}_share) from matching.duplicate_person where ${column} is not null
  group by ${column} having count(*) >= ${FEWEST_BEARERS} and max(${column}_share) >= ${RAREST}`;

/** How frequent names are, kept for persons who are compared one by one; in the place of what an earlier run has kept. */
export const KEEP_NAME_SHARES = [
  'delete from matching.name_share',
  `insert into matching.name_share (part, name, share) ${sharesOf('given')} union all ${sharesOf('family')}`,
] as const;

/** How many there are, and which share of them was born in which year. */
export const RUN_FIGURES = `
  select jsonb_build_object('persons', count(*), 'years', (
    select coalesce(jsonb_object_agg(year, share), '{}') from (select distinct extract(year from born) as year, year_share as share from matching.duplicate_person where born is not null) y)) as figures
  from matching.duplicate_person`;
