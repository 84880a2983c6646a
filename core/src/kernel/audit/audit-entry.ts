import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int } from 'type-graphql';
import { fromContext, sql } from '../read/sql.js';
import { Node } from '../schema/node.js';
import { Connection, Resource, underAnyLimit } from '../schema/resource.js';
import { DateTime } from '../schema/scalars.js';
import { AuditChange } from './audit-change.js';

@Resource({
  description: 'What one transaction wrote, and why: an entry in a chain of hashes, which `kinga audit verify` goes along.',
  table: 'kernel.audit_entry',
  prefix: 'audit',
  read: 'kernel.audit.read',
  privacy: { sensitivity: 'personal', purpose: 'administration' },
  one: 'auditEntry',
  many: 'auditEntries',
  // Why something was done may name anybody; whoever has limits sees what they did themselves.
  scope: underAnyLimit(({ actor }) => sql`${actor} = ${fromContext((ctx) => ctx.actor.id, 'text')}`),
})
export class AuditEntry extends Node {
  @Field(() => Int, { description: 'Which chain it stands in.' })
  @Property({ type: 'smallint' })
  chain!: number;

  @Field(() => DateTime, { description: 'When it was written.' })
  @Property({ type: 'timestamptz' })
  at!: string;

  @Field(() => String, { nullable: true, description: 'Who wrote; null where nobody did it through Kinga.' })
  @Property({ type: 'text', nullable: true })
  actor!: string | null;

  @Field(() => String, { nullable: true, description: 'The session in which it was asked for.' })
  @Property({ type: 'text', nullable: true })
  session!: string | null;

  @Field(() => String, { nullable: true, description: 'The request, as logs and errors name it.' })
  @Property({ type: 'text', nullable: true })
  request!: string | null;

  @Field(() => String, { nullable: true, description: 'The mutation, the job or the handler of an event.' })
  @Property({ type: 'text', nullable: true })
  operation!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who did it.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'What the data was written for.' })
  @Property({ type: 'text', nullable: true })
  purpose!: string | null;

  @Field(() => String, { description: 'The account of the database by which it was written.' })
  @Property({ type: 'text', fieldName: 'database_user' })
  databaseUser!: string;

  @Connection(() => AuditChange, { mappedBy: 'entry', description: 'What it wrote, table by table.' })
  changes!: unknown;
}
