import { shareRules } from '../kernel/privacy/share-rule.js';
import { join, sql, today, trusted, type Sql } from '../kernel/read/sql.js';

/**
 * Persons for whom a consent or another ground for the purpose is recorded, and households of which that holds for everybody who
 * belongs to them. A row about one or the other, or about nobody, is bound by what it is about.
 */
export const recordedGround = shareRules.contribute('privacy.recorded-ground', ({ person, household }, purpose) => {
  const may = (one: Sql): Sql => sql`exists (select from privacy.may_use(array[${one}]::uuid[], ${purpose}, ${today}))`;
  const parts = [
    ...(person ? [sql`(${person} is null or ${may(person)})`] : []),
    ...(household ? [sql`not exists (select from people.person theirs where theirs.household_id = ${household} and not ${may(sql`theirs.id`)})`] : []),
  ];
  return parts.length === 0 ? trusted('true') : join(parts, ' and ');
});
