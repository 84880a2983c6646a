import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Connection, Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';
import { Verification } from '../verification.js';
import { PaymentAccountCheck } from './payment-account-check.js';

/** Where an account is kept. */
export enum PaymentAccountKind {
  BANK = 'BANK',
  WALLET = 'WALLET',
  CASH_POINT = 'CASH_POINT',
}
registerEnumType(PaymentAccountKind, {
  name: 'PaymentAccountKind',
  description: 'Where an account is kept.',
  valuesConfig: {
    BANK: { description: 'At a bank.' },
    WALLET: { description: 'At a provider of mobile money.' },
    CASH_POINT: { description: 'Nowhere: the person is paid in cash at a pay point.' },
  },
});

@Resource({
  description: 'Where money for a person may go.',
  table: 'people.payment_account',
  prefix: 'payaccount',
  read: 'people.payment-accounts.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'payments' },
  scope: byPerson('person'),
})
export class PaymentAccount extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => PaymentAccountKind, { description: 'What it is.' })
  @Property({ type: 'text' })
  kind!: PaymentAccountKind;

  @Field(() => String, { description: 'Code of the bank (such as its BIC), the wallet provider or the pay point.' })
  @Property({ type: 'text' })
  institution!: string;

  @Field(() => String, { description: 'In whose name it is kept.' })
  @Property({ type: 'text', fieldName: 'holder_name' })
  holderName!: string;

  @Field(() => String, { nullable: true, description: 'Currency that it is kept in, as ISO 4217 names it; null where it takes any.' })
  @Property({ type: 'text', nullable: true })
  currency!: string | null;

  @Privacy({ sensitivity: 'sensitive', stored: 'digest' })
  @Property({ type: 'bytea', columnType: 'bytea', nullable: true })
  digest!: Buffer | null;

  @Privacy({ sensitivity: 'sensitive', stored: 'sealed' })
  @Property({ type: 'bytea', columnType: 'bytea', nullable: true })
  sealed!: Buffer | null;

  @Field(() => Boolean, { description: "Whether it is the one to pay to; one of a person's is at a time." })
  @Property({ type: 'boolean', default: false })
  preferred!: boolean;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Field(() => Verification, { description: "Whether it was found to be the person's: the outcome of the last check." })
  @Property({ type: 'text', default: Verification.UNVERIFIED })
  verification!: Verification;

  @Connection(() => PaymentAccountCheck, { mappedBy: 'account', description: 'Every check that was made of it.' })
  checks!: unknown;
}
