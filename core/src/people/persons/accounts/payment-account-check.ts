import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../../../kernel/read/sql.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { byPerson, through } from '../../scope.js';
import { Verification } from '../verification.js';
import { PaymentAccount } from './payment-account.js';

@Resource({
  description: "That somebody looked whether an account is the person's.",
  table: 'people.payment_account_check',
  prefix: 'payaccountcheck',
  read: 'people.payment-accounts.read',
  privacy: { sensitivity: 'personal', purpose: 'payments' },
  scope: through(({ account }, held) => sql`exists (select 1 from people.payment_account held where held.id = ${account ?? trusted('null')} and ${held({ person: sql`held.person_id` })})`, byPerson('person')),
})
export class PaymentAccountCheck extends Versioned {
  @Field(() => PaymentAccount, { nullable: true, description: 'Which account.' })
  @ManyToOne(() => PaymentAccount, { fieldName: 'account_id', type: 'uuid' })
  account!: Rel<PaymentAccount>;

  @Field(() => Verification, { description: 'What was found.' })
  @Property({ type: 'text' })
  outcome!: Verification;

  @Field(() => String, { description: 'How it was checked: a small payment, an answer of the bank, a document …' })
  @Property({ type: 'text' })
  method!: string;

  @Field(() => String, { nullable: true, description: 'What else there is to say.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => String, { description: 'Who checked.' })
  @Property({ type: 'text', fieldName: 'checked_by' })
  checkedBy!: string;
}
