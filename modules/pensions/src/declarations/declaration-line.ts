import { Decimal, Field, Int, LocalDate, ManyToOne, Person, Programme, ProgrammeVersion, Property, Resource, sql, SqlField, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Employer } from '../employers/employer.js';
import { DeclarationLineState, RejectedBecause } from './declaration-state.js';
import { Declaration } from './declaration.js';
import { ofLine } from './scope.js';

@Resource({
  description: 'What a declaration says of one person, and what follows from it by the rules.',
  table: 'pensions.declaration_line',
  prefix: 'declarationline',
  read: 'pensions.declarations.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  many: 'declarationLines',
  scope: ofLine,
})
export class DeclarationLine extends Versioned {
  @Field(() => Declaration, { nullable: true, description: 'Of which declaration.' })
  @ManyToOne(() => Declaration, { fieldName: 'declaration_id', type: 'uuid' })
  declaration!: Rel<Declaration>;

  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @ManyToOne(() => Employer, { nullable: true, fieldName: 'employer_id', type: 'uuid' })
  employer!: Rel<Employer> | null;

  @Field(() => LocalDate, { description: 'First day of the month.' })
  @Property({ type: 'date' })
  month!: string;

  @Field(() => Int, { description: 'The line of the file, or its place in the order in which lines were given.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String, { nullable: true, description: 'The number of the member, as it was given.' })
  @Property({ type: 'text', fieldName: 'member_number', nullable: true })
  memberNumber!: string | null;

  @Field(() => Person, { nullable: true, description: 'Who that is; null where nobody is known by it.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => String, { description: 'As what they work, such as EMPLOYEE.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => Int, { nullable: true, description: 'How many days are declared; null where the employer did not say.' })
  @Property({ type: 'integer', nullable: true })
  days!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'What they earned, in the currency of the scheme; null where it cannot be read.' })
  @Property({ type: 'numeric', nullable: true })
  earnings!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the employer computed for worker and employer together; null where they did not say.' })
  @Property({ type: 'numeric', fieldName: 'declared_amount', nullable: true })
  declaredAmount!: string | null;

  @Field(() => String, { nullable: true, description: 'What stands in a line that cannot be read.' })
  @Property({ type: 'text', nullable: true })
  given!: string | null;

  @Field(() => DeclarationLineState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: DeclarationLineState;

  @Field(() => [RejectedBecause], { description: 'Why it counts for nothing; empty where it counts.' })
  @Property({ type: 'text[]' })
  reasons!: RejectedBecause[];

  @Field(() => Decimal, { nullable: true, description: 'What of the earnings counts, after floor and ceiling.' })
  @Property({ type: 'numeric', fieldName: 'earnings_counted', nullable: true })
  earningsCounted!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the insured person pays by the rules.' })
  @Property({ type: 'numeric', fieldName: 'worker_amount', nullable: true })
  workerAmount!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the employer pays by the rules.' })
  @Property({ type: 'numeric', fieldName: 'employer_amount', nullable: true })
  employerAmount!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the state pays by the rules.' })
  @Property({ type: 'numeric', fieldName: 'state_amount', nullable: true })
  stateAmount!: string | null;

  @SqlField(() => Decimal, {
    nullable: true, description: 'By how much what the employer computed is more than what the rules say; null where they did not say.',
    sql: (t) => sql`${t['declaredAmount']} - ${t['workerAmount']} - ${t['employerAmount']}`,
  })
  difference!: string | null;

  /** By the codes of the parts. */
  @Property({ type: 'jsonb', nullable: true })
  parts!: Record<string, string> | null;

  @Property({ type: 'numeric', nullable: true })
  amount!: string | null;

  @Field(() => ProgrammeVersion, { nullable: true, description: 'The version of the scheme whose rules it was computed by.' })
  @ManyToOne(() => ProgrammeVersion, { nullable: true, fieldName: 'version_id', type: 'uuid' })
  programmeVersion!: Rel<ProgrammeVersion> | null;

  @Field(() => DeclarationLine, { nullable: true, description: 'Of a correction: the line that it takes the place of.' })
  @ManyToOne(() => DeclarationLine, { nullable: true, fieldName: 'previous_id', type: 'uuid' })
  previous!: Rel<DeclarationLine> | null;
}
