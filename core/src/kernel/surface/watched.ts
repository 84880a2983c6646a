import { setTimeout as wait } from 'node:timers/promises';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { databaseFault } from '../database/database-fault.js';

/** What a stream is held to while it runs. */
export interface Watch {
  /** Throws where its reader may read it no longer. */
  readonly ask: () => Promise<void>;
  /** Takes what an event costs, before each but the first, which was taken when it began. */
  readonly each: () => Promise<void>;
  /** How often it is asked while there is nothing to tell, in milliseconds. */
  readonly everyMs: number;
}

const NOTHING = Symbol('nothing yet');

/** Goes on with a stream as long as its reader may read it: asks before each event, and now and then while there is none. Ends with why. */
export function watched(source: AsyncGenerator<ExecutionResult>, watch: Watch): AsyncGenerator<ExecutionResult> {
  const left = new AbortController();
  const events = go(source, watch, left.signal);
  // A generator that waits hears of its reader's leaving only at its next `yield`, which may never come.
  const leave = async (): Promise<IteratorReturnResult<undefined>> => {
    left.abort();
    await source.return(undefined);
    return { done: true, value: undefined };
  };
  return {
    next: () => events.next(), return: leave, throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await leave()),
  };
}

async function* go(source: AsyncGenerator<ExecutionResult>, { ask, each, everyMs }: Watch, left: AbortSignal): AsyncGenerator<ExecutionResult> {
  try {
    let next = source.next();
    for (let told = 0; ;) {
      const event = await eventOrNothing(next, everyMs, left);
      if (event !== NOTHING && event.done) return;
      await ask();
      if (event === NOTHING) continue;
      if (told > 0) await each();
      yield event.value;
      told += 1;
      next = source.next();
    }
  } catch (error) {
    if (left.aborted) return;
    const why = databaseFault(error) ?? error;
    if (!(why instanceof GraphQLError)) throw why;
    yield { errors: [why] };
  } finally {
    await source.return(undefined);
  }
}

async function eventOrNothing<T>(next: Promise<T>, ms: number, left: AbortSignal): Promise<T | typeof NOTHING> {
  const come = new AbortController();
  try {
    return await Promise.race([next, wait(ms, NOTHING, { signal: AbortSignal.any([left, come.signal]) })]);
  } finally {
    come.abort();
  }
}
