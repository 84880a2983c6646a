import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Resolver } from 'type-graphql';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Node } from '../../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../../kernel/schema/resource.js';
import { Person } from '../../../people/persons/person.js';
import { Place } from '../../../people/places/place.js';
import { byPlace } from '../../../people/scope.js';
import { byRun } from '../../scope.js';
import { PaymentRun } from '../payment-run.js';

@Resource({
  description: 'What of a payment run somebody should look at before they approve it. Written when the run is made, and never changed.',
  table: 'transactions.payment_run_exception',
  prefix: 'payment_run_exception',
  read: 'transactions.instructions.read',
  privacy: { subject: { person: 'payee' }, sensitivity: 'personal', purpose: 'payments' },
  many: 'paymentRunExceptions',
  scope: { ...byPlace('place'), ...byRun('run') },
  seenWith: ['run'],
})
export class PaymentRunException extends Node {
  @Field(() => PaymentRun, { description: 'Of which run.' })
  @ManyToOne(() => PaymentRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<PaymentRun>;

  @Privacy({ sensitivity: 'internal' })
  @Field(() => String, {
    description: 'What: NEW (not paid by the run of before), GONE (paid then, and not now), CHANGED (by more than the tolerance), DUPLICATE_ACCOUNT (another receiver of this run is paid '
      + 'into the same account), SHARED_ACCOUNT (somebody else in the registry has that account), or why nothing is paid, such as NO_ACCOUNT or PAYEE_DEAD; `paymentRunReadiness` explains each.',
  })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether nothing is paid of what is due; it stays due.' })
  @Property({ type: 'boolean', fieldName: 'left_out' })
  leftOut!: boolean;

  @Field(() => Person, { nullable: true, description: 'Whom it is about.' })
  @ManyToOne(() => Person, { fieldName: 'payee_id', type: 'uuid' })
  payee!: Rel<Person>;

  @Field(() => Place, { nullable: true, description: 'Where they are looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Property({ type: 'numeric', fieldName: 'previous', nullable: true })
  previousAmount!: string | null;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'previousAmount', currency: 'currency', nullable: true, description: 'What the run of before paid them; null where nothing.' })
  previous!: unknown;

  @Property({ type: 'numeric', fieldName: 'present', nullable: true })
  presentAmount!: string | null;

  @MoneyField({ amount: 'presentAmount', currency: 'currency', nullable: true, description: 'What this run pays them, or what would be due to who is left out; null where nothing.' })
  present!: unknown;
}

@Resolver(() => PaymentRun)
export class PaymentRunExceptions {
  @Connection(() => PaymentRunException, { mappedBy: 'run', permission: 'transactions.instructions.read', description: 'What somebody should look at before they approve it.' })
  exceptions!: unknown;
}
