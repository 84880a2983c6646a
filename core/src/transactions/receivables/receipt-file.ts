import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Programme } from '../../programmes/programme.js';
import { ReceiptRejection } from './receipt-rejection.js';
import { byWholeFile } from './scope.js';

@Resource({
  description: 'A file of receipts that was taken. Never changed.',
  table: 'transactions.receipt_file',
  prefix: 'receipt_file',
  read: 'transactions.receipts.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'receiptFile',
  many: 'receiptFiles',
  scope: byWholeFile,
})
export class ReceiptFile extends Versioned {
  @Field(() => Programme, { nullable: true, description: 'To which programme it was paid.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => LocalDate, { description: 'When it was taken.' })
  @Property({ type: 'date', fieldName: 'received_on' })
  receivedOn!: string;

  @Field(() => String, { description: 'Who took it.' })
  @Property({ type: 'text', fieldName: 'received_by' })
  receivedBy!: string;

  @Field(() => Int, { description: 'How many lines it has, without the first.' })
  @Property({ type: 'integer' })
  lines!: number;

  @Field(() => Int, { description: 'How many receipts were put on accounts of payers.' })
  @Property({ type: 'integer' })
  received!: number;

  @Field(() => Int, { description: 'How many came in under a number that nobody has.' })
  @Property({ type: 'integer' })
  unmatched!: number;

  @Field(() => Int, { description: 'How many lines changed nothing.' })
  @Property({ type: 'integer' })
  rejected!: number;

  @Connection(() => ReceiptRejection, { mappedBy: 'file', description: 'The lines that changed nothing, and why.' })
  rejections!: unknown;
}
