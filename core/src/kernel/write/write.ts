import type { Context } from '../context.js';
import { heldBack } from './gate.js';
import { checkInput } from './input-check.js';
import { withIdempotency } from './idempotency.js';
import { Refused, ruleViolation, toUserError, type Refusal } from './refusal.js';
import type { JustificationInput } from './justification.js';
import { inTransaction, type TxContext } from './transaction.js';
import type { Payload, UserError } from './user-error.js';
import { spanned } from '../telemetry/trace.js';
import { readInput } from './read-input.js';

/** What a mutation says about itself. */
export interface WriteOptions<I extends object> {
  /** The mutation's name; idempotency keys belong to it. */
  readonly operation: string;
  readonly input: I;
  /** Constraint of the database to the refusal that the caller gets when it is broken. */
  readonly constraints?: Readonly<Record<string, Refusal>>;
}

type Answer<P extends Payload> = Omit<P, 'userErrors'>;

/**
 * Does a mutation's work: reads the input, opens the transaction, keeps the promise of the idempotency key, and turns
 * refusals into `userErrors`. Resources in the answer are given by UUID: `{ person: { id } }`.
 */
export async function write<P extends Payload, I extends object = object>(
  ctx: Context, options: WriteOptions<I>, work: (ctx: TxContext, input: I) => Promise<Answer<P>>,
): Promise<P> {
  try {
    const input = readInput(options.input);
    const justification = takeJustification(input);
    const { operation, input: given } = options;
    const answer = await spanned(ctx, `field Mutation.${operation}`, { 'graphql.field.coordinate': `Mutation.${operation}` }, (traced) => inTransaction(traced, (tx) => withIdempotency(tx, operation, given, async () => {
      await checkInput(tx, input);
      return (ctx.tx ? undefined : await heldBack(tx, { operation, given, input, justification }) as Answer<P> | undefined) ?? work(tx, input);
    }), { operation, reason: justification?.reason }));
    return { ...answer, userErrors: [] as UserError[] } as unknown as P;
  } catch (error) {
    // Inside a transaction of somebody else's, what was written before must go with the refusal.
    if (ctx.tx) throw new Refused(refusalsOf(error, options.constraints));
    return { userErrors: refusalsOf(error, options.constraints).map((refusal) => toUserError(ctx, refusal)) } as unknown as P;
  }
}

/** Why it is done is for gates; the work does not see it. */
function takeJustification(input: object): JustificationInput | undefined {
  const read = input as { justification?: JustificationInput | null };
  const { justification } = read;
  delete read.justification;
  return justification ?? undefined;
}

/** What the policies of the database hold back, said to who writes. */
export const leavesScope = ruleViolation('BEYOND_SCOPE', 'This would leave somebody or something beyond what you may see.', 'Have it done by somebody who may see both.');

/** Whether a policy of the database held back what was written. */
function isBeyondPolicy(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return code === '42501' && message?.includes('row-level security') === true;
}

/** The refusals that an error means; throws it on where it is a fault. */
function refusalsOf(error: unknown, constraints: Readonly<Record<string, Refusal>> = {}): readonly Refusal[] {
  if (error instanceof Refused) return error.refusals;
  if (isBeyondPolicy(error)) return [leavesScope('')];
  const refusal = constraints[(error as { readonly constraint?: string }).constraint ?? ''];
  if (refusal) return [refusal];
  throw error;
}
