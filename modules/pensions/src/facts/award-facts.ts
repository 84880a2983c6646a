import { sql, trusted, type ContributedFact, type FactSource, type Sql } from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';

/** Something of the last claim of an enrolment. */
const ofClaim = (column: string) => ({ id }: FactSource): Sql => sql`(select c.${trusted(column)} from pensions.claim c where c.enrolment_id = ${id} order by c.id desc limit 1)`;

/** Something of the award of an enrolment that had begun by the day. */
const ofAward = (value: (source: FactSource) => Sql) => (source: FactSource): Sql =>
  sql`(select ${value(source)} from pensions.award a where a.enrolment_id = ${source.id} and a.from_day <= ${source.day} order by a.from_day desc, a.id desc limit 1)`;

/** What rules know of a claim and of what was awarded on it, under `enrolment.pension`. */
export const awardFacts: Readonly<Record<string, ContributedFact>> = {
  kind: { type: 'text', choices: Object.values(AwardKind), description: 'Of which kind the pension is that was claimed last.', sql: ofClaim('kind') },
  from: { type: 'date', description: 'From which day on it was claimed.', sql: ofClaim('claimed_from') },
  monthly: {
    type: 'money', description: 'What the award is worth a month on the day, as it was granted, revised and indexed until then; unknown where nothing was awarded.',
    sql: ofAward(({ day, currency }) => sql`case when a.currency = ${currency} then pensions.worth(a.id, ${day}) end`),
  },
  awardedFrom: { type: 'date', description: 'From which day on it was awarded; unknown where nothing was.', sql: ofAward(() => trusted('a.from_day')) },
  inPayment: {
    type: 'boolean', description: 'Whether the day is one for which the award is paid: not before its first, and not after its last.',
    sql: (source) => sql`coalesce(${ofAward(({ day }) => sql`(a.last_day is null or ${day} <= a.last_day)`)(source)}, false)`,
  },
};
