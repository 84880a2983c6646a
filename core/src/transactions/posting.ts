import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Node } from '../kernel/schema/node.js';
import { MoneyField, Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Organisation } from '../people/organisations/organisation.js';
import { Person } from '../people/persons/person.js';
import { Place } from '../people/places/place.js';
import { byPlace, byProgramme } from '../people/scope.js';
import { Entitlement } from '../programmes/entitlement.js';
import { Programme } from '../programmes/programme.js';
import { Account } from './account.js';
import { LedgerTransaction } from './ledger-transaction.js';
import { PaymentInstruction } from './runs/payment-instruction.js';

@Resource({
  description: 'One line of a transaction: an amount on an account. Never changed or deleted.',
  table: 'transactions.posting',
  prefix: 'posting',
  read: 'transactions.ledger.read',
  privacy: { subject: { person: 'party' }, sensitivity: 'personal', purpose: 'payments' },
  many: 'postings',
  scope: { ...byPlace('place'), ...byProgramme('programme') },
  seenWith: ['transaction', 'account'],
})
export class Posting extends Node {
  @Field(() => LedgerTransaction, { description: 'The transaction that it is part of.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;

  @Field(() => LocalDate, { description: 'Day on which it counts.' })
  @Property({ type: 'date', fieldName: 'occurred_on' })
  occurredOn!: string;

  @Field(() => Account, { description: 'On which account.' })
  @ManyToOne(() => Account, { fieldName: 'account_id', type: 'uuid' })
  account!: Rel<Account>;

  @Property({ type: 'numeric' })
  amount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amount', currency: 'currency', description: 'How much: debits are positive, credits negative.' })
  moved!: unknown;

  @Field(() => Programme, { nullable: true, description: 'For which programme.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => Place, { nullable: true, description: 'Where.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => Organisation, { nullable: true, description: 'Who funds it.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'funder_id', type: 'uuid' })
  funder!: Rel<Organisation> | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the benefit period that it is for.' })
  @Property({ type: 'date', fieldName: 'period_from', nullable: true })
  periodFrom!: string | null;

  @Field(() => Person, { nullable: true, description: 'Whom it concerns.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'party_id', type: 'uuid' })
  party!: Rel<Person> | null;

  @Field(() => Entitlement, { nullable: true, description: 'The entitlement that it books.' })
  @ManyToOne(() => Entitlement, { nullable: true, fieldName: 'entitlement_id', type: 'uuid' })
  entitlement!: Rel<Entitlement> | null;

  @Field(() => PaymentInstruction, { nullable: true, description: 'The payment that it books.' })
  @ManyToOne(() => PaymentInstruction, { nullable: true, fieldName: 'instruction_id', type: 'uuid' })
  instruction!: Rel<PaymentInstruction> | null;
}
