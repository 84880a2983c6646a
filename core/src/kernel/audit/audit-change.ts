import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { fromContext, sql, trusted } from '../read/sql.js';
import { Node } from '../schema/node.js';
import { Resource, underAnyLimit } from '../schema/resource.js';
import { DateTime } from '../schema/scalars.js';
import { AuditEntry } from './audit-entry.js';

@Resource({
  description: 'The rows of one table that one statement wrote.',
  table: 'kernel.audit_change',
  prefix: 'auditchange',
  read: 'kernel.audit.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  scope: underAnyLimit(({ entry }) => sql`exists (select from kernel.audit_entry e where e.id = ${entry ?? trusted('null')} and e.actor = ${fromContext((ctx) => ctx.actor.id, 'text')})`),
  seenWith: ['entry'],
})
export class AuditChange extends Node {
  @Field(() => AuditEntry, { description: 'The entry that it is a part of.' })
  @ManyToOne(() => AuditEntry, { fieldName: 'entry_id', type: 'uuid' })
  entry!: Rel<AuditEntry>;

  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: 'timestamptz' })
  at!: string;

  @Field(() => String, { description: 'The table, with its schema.' })
  @Property({ type: 'text', fieldName: 'table_name' })
  table!: string;

  @Field(() => String, { description: 'INSERT, UPDATE, DELETE; RESTATE where rows were written otherwise without being changed, KEPT for what history held when the audit began.' })
  @Property({ type: 'text' })
  operation!: string;

  @Field(() => String, { nullable: true, description: 'As whom it was done: the maker of a change that somebody else approved.' })
  @Property({ type: 'text', nullable: true })
  actor!: string | null;

  @Field(() => Int, { description: 'How many rows.' })
  @Property({ type: 'integer', fieldName: 'row_count' })
  rowCount!: number;
}
