/** What became of an attack and its twin, for a report that counts them. */
export interface AttackResult {
  readonly blocked: boolean;
  readonly twinServed: boolean;
}

/** An attack, and a harmless request that is as like it as can be. */
export interface Attack {
  /** Attacks, and fails where the attack gets through. */
  readonly blocked: () => unknown;
  /** Does the like without harm, and fails where that is refused: what blocks everything proves nothing. */
  readonly twin: () => unknown;
}

/**
 * Sees to it that an attack is blocked and its twin is served. Both run, also where one fails.
 *
 * @param meta what the test tells its report; `attack` of it is set
 * @throws what got through or was refused; an `AggregateError` where it is both
 * @example it('a page of 101 rows', ({ task }) => attempt(task.meta, { blocked: () => refused(page(101)), twin: () => served(page(100)) }))
 */
export async function attempt(meta: { attack?: AttackResult }, { blocked, twin }: Attack): Promise<void> {
  const failed = [await failure('The attack got through', blocked), await failure('The harmless twin was refused', twin)];
  meta.attack = { blocked: !failed[0], twinServed: !failed[1] };
  const errors = failed.filter((error) => error !== undefined);
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  if (errors[0]) throw errors[0];
}

async function failure(what: string, work: () => unknown): Promise<Error | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
