/** Choices taken from a tape of numbers; a tape that has ended gives zeros, so that a shorter tape means a simpler result. */
export class Tape {
  #at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  get ended(): boolean {
    return this.#at >= this.numbers.length;
  }

  /** From 0 to `below` - 1. */
  below(below: number): number {
    const next = this.numbers[this.#at++] ?? 0;
    return below <= 1 ? 0 : next % below;
  }

  /** True once in `of` times; never on a tape that has ended. */
  once(of: number): boolean {
    return this.below(of) === of - 1;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (from.length === 0) throw new Error('nothing to pick from');
    return picked as T;
  }
}

/** An endless tape, the same for the same seed. */
export function seededTape(seed: number, length = 20_000): Tape {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return new Tape(Array.from({ length }, next));
}
