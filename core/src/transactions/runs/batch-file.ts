import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { File } from '../../kernel/files/file.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { PaymentBatch } from './payment-batch.js';

@Resolver(() => PaymentBatch)
export class FileOfBatch {
  /**
   * It holds the numbers of accounts, which whoever may only read runs is not shown: it is for those who bring it to the bank. A run is of a programme, whose
   * payees are in many places: whoever has some of them alone is not given it.
   */
  @FieldResolver(() => File, { nullable: true, description: 'The file that a channel of files wrote for it, with a `url`; null until it is sent, and of channels that write none. It holds the numbers of accounts of all its payees: for whoever may send runs, without a limit of places or organisations; null for others who may.' })
  @Requires('transactions.runs.send')
  @Needs('fileId')
  file(@Root() { fileId }: Pick<PaymentBatch, 'fileId'>, @Ctx() { actor }: Context): { readonly id: string } | null {
    return fileId !== null && actor.places === null && actor.organisations === null ? { id: fileId } : null;
  }
}
