import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { Organisation } from '../people/organisations/organisation.js';
import { Programme } from '../programmes/programme.js';
import { Posting } from './posting.js';
import { byProgramme } from '../people/scope.js';
import { sql, trusted } from '../kernel/read/sql.js';

@Resource({
  description: 'An account of the ledger.',
  table: 'transactions.account',
  prefix: 'account',
  read: 'transactions.accounts.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'account',
  many: 'accounts',
  keys: ['code'],
  // Accounts of no programme are the whole deployment's.
  scope: { programmes: (columns) => sql`(${columns['programme'] ?? trusted('null')} is null or ${byProgramme('programme').programmes?.(columns) ?? trusted('true')})` },
})
export class Account extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'What it is for: BENEFIT_EXPENSE, PAYABLE, IN_TRANSIT, FUNDS, RETURNED, or what a module needs.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => Programme, { nullable: true, description: 'The programme whose account it is; null for accounts of no programme.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => Organisation, { nullable: true, description: 'Whose money it holds; null for accounts of no funder.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'funder_id', type: 'uuid' })
  funder!: Rel<Organisation> | null;

  @Field(() => Organisation, { nullable: true, description: 'The organisation with which it is kept, such as a bank, a pay point or an employer. What persons owe and are owed is told apart by the `party` of postings.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Field(() => String, { description: 'ISO 4217 code of the one currency that it is kept in.' })
  @Property({ type: 'text' })
  currency!: string;

  @Connection(() => Posting, { mappedBy: 'account', description: 'What moved on it.' })
  postings!: unknown;
}
