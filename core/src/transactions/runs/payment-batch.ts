import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Node } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { PaymentRun } from './payment-run.js';
import { byRun } from '../scope.js';

export enum PaymentBatchState {
  PENDING = 'PENDING',
  SENDING = 'SENDING',
  SENT = 'SENT',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PaymentBatchState, {
  name: 'PaymentBatchState',
  description: 'How far a batch is.',
  valuesConfig: {
    PENDING: { description: 'Not yet handed to the channel.' },
    SENDING: { description: 'Being handed over; whether the channel has it is found out by asking.' },
    SENT: { description: 'With the channel.' },
    CANCELLED: { description: 'Given up with its run.' },
  },
});

@Resource({
  description: 'A part of a payment run that is handed to the channel at once.',
  table: 'transactions.payment_batch',
  prefix: 'payment_batch',
  read: 'transactions.runs.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  scope: byRun('run'),
  seenWith: ['run'],
})
export class PaymentBatch extends Node {
  @Field(() => PaymentRun, { description: 'Of which run.' })
  @ManyToOne(() => PaymentRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<PaymentRun>;

  @Field(() => Int, { description: 'Its number in the run, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String, { description: 'What names it to the channel, however often it is handed over.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => PaymentBatchState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: PaymentBatchState;

  @Field(() => Int, { description: 'How many instructions it has; those that are paid as one are in one batch, and count one by one.' })
  @Property({ type: 'integer', fieldName: 'instruction_count' })
  instructionCount!: number;

  @Field(() => String, { nullable: true, description: "The channel's receipt, such as where the file is on the disk of the server; clients fetch it by `file`." })
  @Property({ type: 'text', nullable: true })
  receipt!: string | null;

  /** What the channel wrote for it; see `FileOfBatch`. */
  @Property({ type: 'uuid', fieldName: 'file_id', nullable: true })
  fileId!: string | null;
}
