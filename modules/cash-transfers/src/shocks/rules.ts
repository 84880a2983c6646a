import { enrolmentReasons, facts, Household, Person, sql, type ContributedFact, type FactSource, type Sql } from '@kinga/plugin-sdk';

/** The shocks of the places where somebody lived on the day, that were declared and not over. */
const declared = (of: (source: FactSource) => Sql): ContributedFact => ({
  description: 'Shocks that befell where they live on the day, declared and not over.',
  items: {
    code: { type: 'text', description: 'What it is called.' },
    kind: { type: 'text', description: 'Of which kind it is, such as FLOOD.' },
    happenedOn: { type: 'date', description: 'When it happened.' },
    endsOn: { type: 'date', description: 'The last day of what is done about it.' },
  },
  sql: (source) => sql`
    select distinct s.code, s.kind, s.happened_on as "happenedOn", s.ends_on as "endsOn" from people.residence r join cash_transfers.shock s on s.state in ('DECLARED', 'ENDED') and ${source.day} between s.happened_on and s.ends_on
    where ${of(source)} and r.valid_from <= ${source.day} and coalesce(r.valid_to > ${source.day}, true) and cash_transfers.befallen(s.id, r.place_id) order by s.code`,
});

/** What rules know of shocks: `household.shocks.declared.exists(s, s.kind == "FLOOD")`. */
export const shockFacts = facts.contribute('shocks', [
  { on: () => Household, facts: { declared: declared(({ id }) => sql`r.household_id = ${id}`) } },
  { on: () => Person, facts: { declared: declared(({ id, day }) => sql`(r.person_id = ${id} or r.household_id in (select m.household_id from people.membership m where m.person_id = ${id} and m.valid_from <= ${day} and coalesce(m.valid_to > ${day}, true)))`) } },
]);

export const shockReasons = enrolmentReasons.contribute('SHOCK_ENDED', { text: 'It was for the time of a shock, which is over.', moves: [] });
