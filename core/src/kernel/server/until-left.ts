/** A generator that waits hears of its reader's leaving only at its next `yield`, which may never come. */
export function untilLeft<T>(start: (left: AbortSignal) => AsyncGenerator<T>): AsyncIterableIterator<T> {
  const leaving = new AbortController();
  const source = start(leaving.signal);
  return {
    next: () => source.next().catch((error: unknown) => {
      if (leaving.signal.aborted) return { done: true, value: undefined };
      throw error;
    }),
    return: async () => {
      leaving.abort();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
