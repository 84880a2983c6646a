import type { Context } from '../../kernel/context.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { rulesOfBasis, type ProgrammeRules } from './rules-of.js';

/** The rules of decisions' bases, each read once a request. */
export function basisRules(ctx: Context, basisId: string): Promise<ProgrammeRules> {
  return ctx.reads.loader<string, ProgrammeRules>('programmes.basis-rules', (ids) => inTransaction(ctx, async (tx) => {
    const found: (ProgrammeRules | Error)[] = [];
    for (const id of ids) found.push((await rulesOfBasis(tx, id)) ?? new Error(`the basis ${id} is gone`));
    return found;
  })).load(basisId);
}
