import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { Household } from '../../people/households/household.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Person } from '../../people/persons/person.js';
import { ofSubject } from '../../programmes/decisions/scope.js';
import { Programme } from '../../programmes/programme.js';
import { Demand } from './demand.js';
import { Receipt } from './receipt.js';

@Resource({
  description: 'A person, a household or an organisation that pays to a programme, with the number that it pays under.',
  table: 'transactions.payer',
  prefix: 'payer',
  read: 'transactions.demands.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'payments' },
  one: 'payer',
  many: 'payers',
  keys: ['controlNumber'],
  scope: ofSubject,
  seenWith: ['programme'],
})
export class Payer extends Versioned {
  @Field(() => Programme, { description: 'To which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Which person; null where something else pays.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'Which household; null where something else pays.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Organisation, { nullable: true, description: 'Which organisation, such as an employer; null where something else pays.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Field(() => String, { description: 'ISO 4217 code of what it pays in.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => String, { description: 'The number that it gives when it pays: ten digits and two by which slips are told (ISO/IEC 7064, MOD 97-10).' })
  @Property({ type: 'text', fieldName: 'control_number', unique: true, defaultRaw: 'transactions.next_control_number()' })
  controlNumber!: string;

  @Connection(() => Demand, { mappedBy: 'payer', description: 'What is demanded of it.' })
  demands!: unknown;

  @Connection(() => Receipt, { mappedBy: 'payer', permission: 'transactions.receipts.read', description: 'What it paid.' })
  receipts!: unknown;
}

/** Whoever a payer is, as a place of its own: `p`, `h` and `o` are joined by `PAYER_JOINS`. */
export const PAYER_PLACE = sql`coalesce(p.place_id, h.place_id, o.place_id)`;
/** Whom postings of a payer concern as `party`: the person, or the head of the household. */
export const PAYER_PARTY = sql`coalesce(y.person_id, h.head_id)`;
export const PAYER_JOINS = sql`left join people.person p on p.id = y.person_id left join people.household h on h.id = y.household_id left join people.organisation o on o.id = y.organisation_id`;
