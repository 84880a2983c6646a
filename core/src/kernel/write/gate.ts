import { extensionPoint } from '../module/extension-point.js';
import type { Platform } from '../platform.js';
import type { JustificationInput } from './justification.js';
import type { TxContext } from './transaction.js';

/** A mutation that is about to do its work. */
export interface AskedWrite {
  /** The mutation's name. */
  readonly operation: string;
  /** As the client gave it: ids as they are in the API. */
  readonly given: object;
  /** As the work would take it: checked, ids as UUIDs. */
  readonly input: object;
  readonly justification: JustificationInput | undefined;
}

/**
 * Stands where mutations enter, before their work. What runs inside of a transaction that is open already has passed:
 * it is a part of what was let through.
 */
export interface WriteGate {
  /**
   * Lets the work be done (`undefined`), or answers in its place: what the payload then holds instead of the work's answer.
   * In the mutation's transaction, under its idempotency key; may refuse.
   */
  hold(ctx: TxContext, asked: AskedWrite): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** What is wrong with the deployment's settings of the gate; anything keeps the platform from starting. */
  problems?(platform: Platform): readonly string[];
}

/** Where modules stand between mutations and their work, such as to put them behind approval. */
export const writeGates = extensionPoint<WriteGate>('kernel.write-gates', 'chain', 'What stands between a mutation and its work');

/** The answer of the first gate that holds a mutation back. */
export async function heldBack(ctx: TxContext, asked: AskedWrite): Promise<Readonly<Record<string, unknown>> | undefined> {
  for (const gate of ctx.platform.extensions(writeGates).values()) {
    const answer = await gate.hold(ctx, asked);
    if (answer) return answer;
  }
  return undefined;
}

/** @throws Error naming everything that the gates find wrong with their settings */
export function checkGates(platform: Platform): void {
  const problems = [...platform.extensions(writeGates).values()].flatMap((gate) => gate.problems?.(platform) ?? []);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
