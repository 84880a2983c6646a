import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../persons/person.js';
import { byPerson } from '../scope.js';

@Resource({
  description: 'A paper of a person, scanned or photographed.',
  table: 'people.person_document',
  prefix: 'document',
  read: 'people.documents.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class PersonDocument extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => File, { nullable: true, description: 'The scan or photo of it.' })
  @ManyToOne(() => File, { fieldName: 'file_id', type: 'uuid' })
  file!: Rel<File>;

  @Field(() => String, { description: 'What it is, in the words of the country: `BIRTH_CERTIFICATE`, `NATIONAL_ID`, `PROOF_OF_RESIDENCE` …' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Who issued it.' })
  @Property({ type: 'text', nullable: true })
  issuer!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was issued.' })
  @Property({ type: 'date', fieldName: 'issued_on', nullable: true })
  issuedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day on which it holds; null where it does not expire.' })
  @Property({ type: 'date', fieldName: 'expires_on', nullable: true })
  expiresOn!: string | null;

  @Field(() => String, { description: 'Who added it.' })
  @Property({ type: 'text', fieldName: 'added_by' })
  addedBy!: string;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it has expired on the day of the request.', sql: (t) => sql`coalesce(${t['expiresOn']} < ${today}, false)` })
  expired!: boolean;
}
