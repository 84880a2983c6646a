import { it } from 'vitest';

/** What became of an attack and its twin; `report.ts` counts them. */
export interface AttackResult {
  readonly blocked: boolean;
  readonly twinServed: boolean;
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: AttackResult;
  }
}

/** An attack, and a harmless request that is as like it as can be. */
export interface Attack {
  /** Attacks, and fails where the attack gets through. */
  readonly blocked: () => unknown;
  /** Does the like without harm, and fails where that is refused: what blocks everything proves nothing. */
  readonly twin: () => unknown;
}

/**
 * Tests that an attack is blocked and its twin is served. Both run, also where one fails.
 *
 * @example attack('a page of 101 rows', { blocked: () => refusedAs(clerk, page(101), 'BAD_USER_INPUT'), twin: () => served(clerk, page(100)) })
 */
export function attack(name: string, { blocked, twin }: Attack): void {
  it(name, async ({ task }) => {
    const failed = [await failure('The attack got through', blocked), await failure('The harmless twin was refused', twin)];
    task.meta.attack = { blocked: !failed[0], twinServed: !failed[1] };
    const errors = failed.filter((error) => error !== undefined);
    if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
    if (errors[0]) throw errors[0];
  });
}

async function failure(what: string, work: () => unknown): Promise<Error | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
