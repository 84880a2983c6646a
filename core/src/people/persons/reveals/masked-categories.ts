import { maskedCategories, type SubjectSql } from '../../../kernel/privacy/category.js';
import { fromContext, join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { instant } from './instant.js';

const me = fromContext((ctx) => ctx.actor.id, 'text');

/**
 * Whether the actor opened a category of the person, or of one who belongs to the household. The inner query does not
 * depend on the row: PostgreSQL runs it once a statement.
 */
export function openedByReveal(category: string): (subject: SubjectSql) => Sql {
  return ({ person, household }) => {
    const persons = sql`select r.person_id from people.reveal r where r.revealed_by = ${me} and r.until > ${instant} and ${trusted(`'${category}'`)} = any(r.categories)`;
    const ways = [
      ...(person ? [sql`${person} = any(array(${persons}))`] : []),
      ...(household ? [sql`${household} = any(array(select its.household_id from people.person its where its.id in (${persons})))`] : []),
    ];
    return ways.length === 0 ? trusted('false') : sql`(${join(ways, ' or ')})`;
  };
}

export const maskedInPeople = [
  maskedCategories.contribute('people.disability', {
    description: 'Answers to the Washington Group Short Set, and whether somebody counts as disabled',
    reveal: 'people.disability.reveal', clear: 'people.disability.clear', opened: openedByReveal('people.disability'),
  }),
  maskedCategories.contribute('people.identifiers', {
    description: 'National numbers and other secret numbers of persons',
    reveal: 'people.identifiers.reveal', clear: 'people.identifiers.clear', opened: openedByReveal('people.identifiers'),
  }),
  maskedCategories.contribute('people.payment-accounts', {
    description: 'Numbers of bank accounts and wallets',
    reveal: 'people.payment-accounts.reveal', clear: 'people.payment-accounts.clear', opened: openedByReveal('people.payment-accounts'),
  }),
];
