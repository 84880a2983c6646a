import { byProgramme, Field, Int, ManyToOne, Programme, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';

export enum ContributionPayer {
  WORKER = 'WORKER',
  EMPLOYER = 'EMPLOYER',
  STATE = 'STATE',
}
registerEnumType(ContributionPayer, {
  name: 'ContributionPayer',
  description: 'Who pays a part of a contribution.',
  valuesConfig: {
    WORKER: { description: 'Whoever is insured.' },
    EMPLOYER: { description: 'The employer.' },
    STATE: { description: 'The state; nobody is asked to pay it.' },
  },
});

@Resource({
  description: 'A part that the contributions of a scheme are made of. How much it is says the rule of the kind CONTRIBUTION of the same code.',
  table: 'pensions.contribution_part',
  prefix: 'contributionpart',
  read: 'pensions.rates.read',
  privacy: { sensitivity: 'public', purpose: 'social-insurance' },
  many: 'contributionParts',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class ContributionPart extends Versioned {
  @Field(() => Programme, { description: 'Of which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => String, { description: 'Its code, that of the rule.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'What it insures: OLD_AGE, SURVIVORS, HEALTH and what else the scheme has.' })
  @Property({ type: 'text' })
  branch!: string;

  @Field(() => Int, { description: 'In which tier, 1 where there are none.' })
  @Property({ type: 'integer' })
  tier!: number;

  @Field(() => ContributionPayer, { description: 'Who pays it.' })
  @Property({ type: 'text', fieldName: 'paid_by' })
  paidBy!: ContributionPayer;
}
