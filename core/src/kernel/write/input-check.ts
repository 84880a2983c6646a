import { extensionPoint } from '../module/extension-point.js';
import type { TxContext } from './transaction.js';

/**
 * Looks at what a mutation's input names (`referencesOf`; ids are UUIDs), in its transaction, before gates and its work. May refuse. It
 * looks wherever a mutation is done: also when a request for it was approved.
 */
export type InputCheck = (ctx: TxContext, input: object) => Promise<void>;

/** Where modules look at the inputs of all mutations. */
export const inputChecks = extensionPoint<InputCheck>('kernel.input-checks', 'many', "What looks at a mutation's input before its work");

export async function checkInput(ctx: TxContext, input: object): Promise<void> {
  for (const check of ctx.platform.extensions(inputChecks).values()) await check(ctx, input);
}
