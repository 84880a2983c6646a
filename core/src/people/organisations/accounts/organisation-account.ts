import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { PaymentAccountKind } from '../../persons/accounts/payment-account.js';
import { Verification } from '../../persons/verification.js';
import { Organisation } from '../organisation.js';
import { byOrganisation } from '../scope.js';

@Resource({
  description: 'Where money for an organisation may go. It never becomes another account.',
  table: 'people.organisation_account',
  prefix: 'organisationaccount',
  read: 'people.organisation-accounts.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  many: 'organisationAccounts',
  scope: byOrganisation('organisation'),
  maker: 'recordedBy',
})
export class OrganisationAccount extends Versioned {
  @Field(() => Organisation, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => PaymentAccountKind, { description: 'What it is: at a bank, or a wallet.' })
  @Property({ type: 'text' })
  kind!: PaymentAccountKind;

  @Field(() => String, { description: 'Code of the bank (such as its BIC) or of the wallet provider.' })
  @Property({ type: 'text' })
  institution!: string;

  @Field(() => String, { description: 'In whose name it is kept.' })
  @Property({ type: 'text', fieldName: 'holder_name' })
  holderName!: string;

  @Field(() => String, { nullable: true, description: 'Currency that it is kept in, as ISO 4217 names it; null where it takes any.' })
  @Property({ type: 'text', nullable: true })
  currency!: string | null;

  @Privacy({ sensitivity: 'sensitive', stored: 'digest' })
  @Property({ type: 'bytea', columnType: 'bytea' })
  digest!: Buffer;

  @Privacy({ sensitivity: 'sensitive', stored: 'sealed' })
  @Property({ type: 'bytea', columnType: 'bytea' })
  sealed!: Buffer;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Field(() => Verification, { description: "Whether it was found to be the organisation's, by the last check. Those of before are in its history." })
  @Property({ type: 'text', default: Verification.UNVERIFIED })
  verification!: Verification;

  @Field(() => String, { nullable: true, description: 'Who checked it last; never who recorded it.' })
  @Property({ type: 'text', fieldName: 'checked_by', nullable: true })
  checkedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'checked_on', nullable: true })
  checkedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'How it was checked: a small payment, an answer of the bank, a document …' })
  @Property({ type: 'text', fieldName: 'check_method', nullable: true })
  checkMethod!: string | null;

  @Field(() => String, { nullable: true, description: 'What else there is to say of the check.' })
  @Property({ type: 'text', fieldName: 'check_note', nullable: true })
  checkNote!: string | null;
}
