import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { byProgramme } from '../../people/scope.js';
import { Programme } from '../../programmes/programme.js';
import { BudgetAmendment } from './budget-amendment.js';
import { BudgetUse } from './budget-use.js';

@Resource({
  description: 'What a programme may pay out of what a funder gives, from a day to a day. A programme that has budgets pays nothing without one.',
  table: 'transactions.budget',
  prefix: 'budget',
  read: 'transactions.budgets.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'budget',
  many: 'budgets',
  keys: ['code'],
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class Budget extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => Programme, { description: 'Which programme pays out of it.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Organisation, { nullable: true, description: 'Who gives the money; null for runs without a funder.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'funder_id', type: 'uuid' })
  funder!: Rel<Organisation> | null;

  @Property({ type: 'text' })
  currency!: string;

  @Field(() => LocalDate, { description: 'First day on which runs may be approved out of it.' })
  @Property({ type: 'date', fieldName: 'starts_on' })
  startsOn!: string;

  @Field(() => LocalDate, { description: 'Last day on which runs may be approved out of it.' })
  @Property({ type: 'date', fieldName: 'ends_on' })
  endsOn!: string;

  @Field(() => String, { description: 'Who created it.' })
  @Property({ type: 'text', fieldName: 'created_by' })
  createdBy!: string;

  @Property({ type: 'numeric', fieldName: 'approved' })
  approvedAmount!: string;

  @Property({ type: 'numeric', fieldName: 'committed' })
  committedAmount!: string;

  @Property({ type: 'numeric', fieldName: 'drawn' })
  drawnAmount!: string;

  @Property({ type: 'numeric', fieldName: 'available' })
  availableAmount!: string;

  @MoneyField({ amount: 'approvedAmount', currency: 'currency', description: 'Sum of its approved amendments.' })
  approved!: unknown;

  @MoneyField({ amount: 'committedAmount', currency: 'currency', description: 'Promised to runs that are approved, and neither paid nor given back.' })
  committed!: unknown;

  @MoneyField({ amount: 'drawnAmount', currency: 'currency', description: 'Paid.' })
  drawn!: unknown;

  @MoneyField({ amount: 'availableAmount', currency: 'currency', description: 'What further runs may take: approved less committed and drawn. Less than nothing where a run was allowed to go over it.' })
  available!: unknown;

  @Connection(() => BudgetAmendment, { mappedBy: 'budget', description: 'Amounts that were proposed for it.' })
  amendments!: unknown;

  @Connection(() => BudgetUse, { mappedBy: 'budget', description: 'What runs took of it.' })
  uses!: unknown;
}
