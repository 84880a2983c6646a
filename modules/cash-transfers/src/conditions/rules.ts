import { Enrolment, enrolmentReasons, facts, Person, ruleKinds, sql } from '@kinga/plugin-sdk';

/** What rules know of conditions: `enrolment.conditions.misses`, `person.conditions.records`. */
export const conditionFacts = facts.contribute('conditions', [
  {
    on: () => Enrolment,
    facts: {
      misses: {
        type: 'number', description: 'For how many months in a row, of those that have ended, somebody missed a condition of the programme. Months of which nothing was recorded don\'t count and don\'t break the row.',
        sql: ({ id, day }) => sql`cash_transfers.misses(${id}, ${day})`,
      },
      unclaimed: {
        type: 'number', description: 'For how many cycles in a row, of those that were to be paid before the day, each payment came back and none was taken.',
        sql: ({ id, day }) => sql`cash_transfers.unclaimed(${id}, ${day})`,
      },
      monthsMet: { type: 'number', description: 'For how many months in a row, of those that have ended, nobody missed a condition.', sql: ({ id, day }) => sql`cash_transfers.months_met(${id}, ${day})` },
    },
  },
  {
    on: () => Person,
    facts: {
      records: {
        description: 'Which conditions of programmes they met or missed, month by month, until the day.',
        items: {
          programme: { type: 'text', description: 'Code of the programme.' },
          condition: { type: 'text', description: 'Code of the condition.' },
          month: { type: 'date', description: 'First day of the month.' },
          outcome: { type: 'text', description: 'MET, MISSED or EXEMPT.' },
        },
        sql: ({ id, day }) => sql`
          select p.code as programme, n.code as condition, c.month, c.outcome from cash_transfers.compliance c join cash_transfers.condition n on n.id = c.condition_id
          join programmes.programme p on p.id = n.programme_id where c.person_id = ${id} and c.month <= ${day} order by c.month, p.code, n.code`,
      },
    },
  },
]);

/** The rule by which it is said what follows: `enrolment.conditions.misses >= 3 ? "SUSPEND" : "NONE"`. */
export const CONSEQUENCE_KIND = 'CONSEQUENCE';
export const consequenceRules = ruleKinds.contribute(CONSEQUENCE_KIND, {
  name: CONSEQUENCE_KIND,
  type: 'text',
  description: 'What follows, by the end of a month, from conditions that were met or missed and from payments that nobody took: NONE, WARN, SUSPEND, LAPSE, RESUME or EXIT. A programme has one such rule.',
});

export const lapseReason = enrolmentReasons.contribute('UNCLAIMED', { text: 'Nobody took what was paid.', moves: [] });
