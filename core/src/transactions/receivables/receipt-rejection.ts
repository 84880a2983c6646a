import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { through } from '../../people/scope.js';
import { ReceiptFile } from './receipt-file.js';
import { byWholeFile } from './scope.js';

@Resource({
  description: 'A line of a file of receipts that changed nothing.',
  table: 'transactions.receipt_rejection',
  prefix: 'receipt_rejection',
  read: 'transactions.receipts.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  many: 'receiptRejections',
  scope: through(({ file }, seen) => sql`exists (select from transactions.receipt_file its where its.id = ${file ?? trusted('null')} and ${seen({ programme: sql`its.programme_id` })})`, byWholeFile),
})
export class ReceiptRejection extends Versioned {
  @Field(() => ReceiptFile, { nullable: true, description: 'Of which file.' })
  @ManyToOne(() => ReceiptFile, { fieldName: 'file_id', type: 'uuid' })
  file!: Rel<ReceiptFile>;

  @Field(() => Int, { description: 'On which line it stands, from 2.' })
  @Property({ type: 'integer' })
  line!: number;

  @Field(() => String, { description: 'What the bank calls it, as it stands there.' })
  @Property({ type: 'text', fieldName: 'bank_reference' })
  bankReference!: string;

  @Field(() => String, { description: 'Why, as the code of the refusal that `receiptReceive` would give.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Why, in the words that whoever took the file was told.' })
  @Property({ type: 'text' })
  message!: string;
}
