import type { Context } from '../../kernel/context.js';
import { RuleSetError } from '../rules/engine.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { rulesOfBasis, type ProgrammeRules } from './rules-of.js';

/** Undefined where they can no longer be computed, since a module that knew a fact of theirs is gone. */
export async function rulesThatStillCompile(ctx: TxContext, basisId: string): Promise<ProgrammeRules | undefined> {
  try {
    return await rulesOfBasis(ctx, basisId);
  } catch (error) {
    if (error instanceof RuleSetError) return undefined;
    throw error;
  }
}

/** The rules of decisions' bases, each read once a request; undefined where they can no longer be computed. */
export function basisRules(ctx: Context, basisId: string): Promise<ProgrammeRules | undefined> {
  return ctx.reads.loader<string, ProgrammeRules | undefined>('programmes.basis-rules', (ids) => inTransaction(ctx, async (tx) => {
    const found: (ProgrammeRules | undefined)[] = [];
    for (const id of ids) found.push(await rulesThatStillCompile(tx, id));
    return found;
  })).load(basisId);
}
