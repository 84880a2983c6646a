import { Field, GraphQLBoolean, Int, LocalDate, ManyToOne, MoneyField, Person, Programme, Property, registerEnumType, Resource, sql, SqlField, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Employer } from '../employers/employer.js';
import { ofMember } from '../scope.js';

export enum ContributionSource {
  DECLARATION = 'DECLARATION',
  CREDIT = 'CREDIT',
  MIGRATION = 'MIGRATION',
}
registerEnumType(ContributionSource, {
  name: 'ContributionSource',
  description: 'Where a contribution comes from.',
  valuesConfig: {
    DECLARATION: { description: 'A declaration of an employer, or of who insures themselves.' },
    CREDIT: { description: 'A credit: nobody pays for the month, and it counts, such as for military service or care.' },
    MIGRATION: { description: 'Taken over from the records of before.' },
  },
});

@Resource({
  description: 'What was contributed for a person in a scheme, for a month and by an employer. Never changed: what was wrong is taken back by its opposite.',
  table: 'pensions.contribution',
  prefix: 'contribution',
  read: 'pensions.contributions.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'contribution',
  many: 'contributions',
  scope: ofMember,
  seenWith: ['programme'],
})
export class Contribution extends Versioned {
  @Field(() => Person, { nullable: true, description: 'For whom.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Programme, { description: 'In which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => LocalDate, { description: 'First day of the month that it is for.' })
  @Property({ type: 'date' })
  month!: string;

  @Field(() => Employer, { nullable: true, description: 'By which employer; null of who insures themselves, of credits, and where you may not see it.' })
  @ManyToOne(() => Employer, { nullable: true, fieldName: 'employer_id', type: 'uuid' })
  employer!: Rel<Employer> | null;

  @Field(() => String, { description: 'As what they worked, such as EMPLOYEE or VOLUNTARY.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => ContributionSource, { description: 'Where it comes from.' })
  @Property({ type: 'text' })
  source!: ContributionSource;

  @Property({ type: 'uuid', fieldName: 'line_id', nullable: true })
  lineId!: string | null;

  @Field(() => String, { nullable: true, description: 'What names a credit or a row that was taken over; null of declarations.' })
  @Property({ type: 'text', nullable: true })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: 'Why a credit counts, such as MILITARY_SERVICE; null of others.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Property({ type: 'integer', default: 1 })
  turn = 1;

  @Field(() => Contribution, { nullable: true, description: 'Which it takes back, as its opposite; null of most.' })
  @ManyToOne(() => Contribution, { nullable: true, fieldName: 'undoes_id', type: 'uuid' })
  undoes!: Rel<Contribution> | null;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'numeric', fieldName: 'earnings_declared' })
  earningsDeclaredNumber!: string;

  @MoneyField({ amount: 'earningsDeclaredNumber', currency: 'currency', description: 'What they earned, as it was declared; of a correction the difference.' })
  earningsDeclared!: unknown;

  @Property({ type: 'numeric', fieldName: 'earnings_counted' })
  earningsCountedNumber!: string;

  @MoneyField({ amount: 'earningsCountedNumber', currency: 'currency', description: 'What of it counts, after floor and ceiling.' })
  earningsCounted!: unknown;

  @Field(() => Int, { description: 'How many days are insured by it; 0 where the scheme counts months alone.' })
  @Property({ type: 'integer' })
  days!: number;

  @Property({ type: 'numeric', fieldName: 'worker_amount' })
  workerNumber!: string;

  @MoneyField({ amount: 'workerNumber', currency: 'currency', description: 'What the insured person pays of it.' })
  workerAmount!: unknown;

  @Property({ type: 'numeric', fieldName: 'employer_amount' })
  employerNumber!: string;

  @MoneyField({ amount: 'employerNumber', currency: 'currency', description: 'What the employer pays of it.' })
  employerAmount!: unknown;

  @Property({ type: 'numeric', fieldName: 'state_amount' })
  stateNumber!: string;

  @MoneyField({ amount: 'stateNumber', currency: 'currency', description: 'What the state pays of it.' })
  stateAmount!: unknown;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'All of it.' })
  amount!: unknown;

  /** Amounts by the codes of the parts. */
  @Property({ type: 'jsonb', fieldName: 'parts', default: '{}' })
  partAmounts: Record<string, string> = {};

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether some of what was demanded for it is not paid.',
    sql: (t) => sql`exists (select from pensions.declaration_line line join pensions.declaration d on d.id = line.declaration_id join transactions.demand demanded on demanded.id = d.demand_id
      where line.id = ${t['lineId']} and demanded.state in ('ISSUED', 'PART_PAID', 'WRITTEN_OFF'))`,
  })
  unpaid!: boolean;

  @Field(() => LocalDate, { description: 'Day on which it was posted.' })
  @Property({ type: 'date', fieldName: 'posted_on' })
  postedOn!: string;
}
