import { byProgramme, Field, GraphQLBoolean, Int, LocalDate, ManyToOne, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';

export enum CreditedWhen {
  DECLARED = 'DECLARED',
  PAID = 'PAID',
}
registerEnumType(CreditedWhen, {
  name: 'CreditedWhen',
  description: 'From when on a month counts for who worked.',
  valuesConfig: {
    DECLARED: { description: 'Once its declaration is accepted, whether the employer pays or not.' },
    PAID: { description: 'Only when all that the declaration demands is paid.' },
  },
});

@Resource({
  description: 'How a scheme collects contributions.',
  table: 'pensions.collection',
  prefix: 'collection',
  read: 'pensions.rates.read',
  privacy: { sensitivity: 'public', purpose: 'social-insurance' },
  many: 'contributionCollections',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class ContributionCollection extends Versioned {
  @Field(() => Programme, { description: 'Which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => CreditedWhen, { description: 'From when on a month counts. What is accepted already keeps what held then.' })
  @Property({ type: 'text', fieldName: 'credited_when' })
  creditedWhen!: CreditedWhen;

  @Field(() => Int, { description: 'The day of the following month by which a month is declared and paid.' })
  @Property({ type: 'integer', fieldName: 'due_day' })
  dueDay!: number;

  @Field(() => GraphQLBoolean, { description: 'Whether persons are declared only for months in which their employment is registered.' })
  @Property({ type: 'boolean', fieldName: 'employment_needed' })
  employmentNeeded!: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the last month that is closed; null where none is. For closed months nothing is declared, corrected or reversed.' })
  @Property({ type: 'date', fieldName: 'closed_until', nullable: true })
  closedUntil!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the parameter that says the yearly interest on what was contributed; null where there is none.' })
  @Property({ type: 'text', fieldName: 'interest_parameter', nullable: true })
  interestParameter!: string | null;
}
