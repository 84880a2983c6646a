import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Role } from '../roles/role.js';
import { User } from '../users/user.js';

@Resource({
  description: 'What a user may: a role, on the rows of a scope, from a day to a day. A list of codes that is empty holds nothing; no limit is said by `every…`.',
  table: 'access.grant',
  prefix: 'grant',
  read: 'access.grants.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'grant',
  many: 'grants',
})
export class Grant extends Versioned {
  @Field(() => User, { description: 'Whose it is.' })
  @ManyToOne(() => User, { fieldName: 'user_id', type: 'uuid' })
  user!: Rel<User>;

  @Field(() => Role, { description: 'What it lets them do.' })
  @ManyToOne(() => Role, { fieldName: 'role_id', type: 'uuid' })
  role!: Rel<Role>;

  @Field(() => Boolean, { description: 'Whether every place counts.' })
  @Property({ type: 'boolean', fieldName: 'every_place', default: false })
  everyPlace!: boolean;

  @Field(() => [String], { nullable: true, description: 'Codes of the places that count, with all below them; null where every place does.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true, defaultRaw: "'{}'" })
  places!: string[] | null;

  @Field(() => Boolean, { description: 'Whether every organisation counts.' })
  @Property({ type: 'boolean', fieldName: 'every_organisation', default: false })
  everyOrganisation!: boolean;

  @Field(() => [String], { nullable: true, description: 'Codes of the organisations that count; null where every one does.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true, defaultRaw: "'{}'" })
  organisations!: string[] | null;

  @Field(() => Boolean, { description: 'Whether every programme counts.' })
  @Property({ type: 'boolean', fieldName: 'every_programme', default: false })
  everyProgramme!: boolean;

  @Field(() => [String], { nullable: true, description: 'Codes of the programmes that count; null where every one does.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true, defaultRaw: "'{}'" })
  programmes!: string[] | null;

  @Field(() => Boolean, { description: 'Whether the user may give it to others, or a part of it.' })
  @Property({ type: 'boolean', fieldName: 'may_grant', default: false })
  mayGrant!: boolean;

  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which it holds no longer; null where no end is set.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Field(() => String, { description: 'Who gave it.' })
  @Property({ type: 'text', fieldName: 'given_by' })
  givenBy!: string;

  @Field(() => String, { description: 'Why it was given.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'Who ended it.' })
  @Property({ type: 'text', fieldName: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended.' })
  @Property({ type: 'text', fieldName: 'end_reason', nullable: true })
  endReason!: string | null;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether it holds on the day of the request.',
    sql: (t) => sql`(${t['validFrom']} <= ${today} and (${t['validTo']} is null or ${t['validTo']} > ${today}))`,
  })
  holds!: boolean;
}
