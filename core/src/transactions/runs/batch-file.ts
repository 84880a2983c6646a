import { FieldResolver, Resolver, Root } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { PaymentBatch } from './payment-batch.js';

@Resolver(() => PaymentBatch)
export class FileOfBatch {
  /** It holds the numbers of accounts, which whoever may only read runs is not shown: it is for those who bring it to the bank. */
  @FieldResolver(() => File, { nullable: true, description: 'The file that a channel of files wrote for it, with a `url`; null until it is sent, and of channels that write none. It holds the numbers of accounts: for whoever may send runs.' })
  @Requires('transactions.runs.send')
  @Needs('file')
  file(@Root() { file }: { readonly file: unknown }): { readonly id: string } | null {
    return typeof file === 'string' ? { id: file } : null;
  }
}
