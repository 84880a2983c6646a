import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Connection, Resource } from '../../../kernel/schema/resource.js';
import { Organisation } from '../../../people/organisations/organisation.js';
import { Place } from '../../../people/places/place.js';
import { byDesk } from './scope.js';
import { CashSession } from './session.js';

@Resource({
  description: 'A desk at which payments are fetched in cash.',
  table: 'transactions.cash_desk',
  prefix: 'cash_desk',
  read: 'transactions.cash.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'cashDesk',
  many: 'cashDesks',
  keys: ['code'],
  scope: byDesk,
})
export class CashDesk extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment; printed on receipts.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Place, { nullable: true, description: 'Where it is.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => Organisation, { nullable: true, description: 'Who runs it, where that is an agent.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Connection(() => CashSession, { mappedBy: 'desk', description: 'The drawers that cashiers had there.' })
  sessions!: unknown;
}
