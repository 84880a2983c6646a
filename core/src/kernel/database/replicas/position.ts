/** A position in the write-ahead log of PostgreSQL. What is visible at one server is visible at another that has come as far. */
export type Position = bigint;

const FORM = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/;

/** Reads `16/B374D848`; nothing where it is something else. */
export function readPosition(text: string | null | undefined): Position | undefined {
  const [, high, low] = FORM.exec(text ?? '') ?? [];
  return high === undefined || low === undefined ? undefined : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function writePosition(position: Position): string {
  return `${(position >> 32n).toString(16)}/${(position & 0xffff_ffffn).toString(16)}`.toUpperCase();
}

/** What a client has seen, and so must go on seeing: grows while its request is answered. */
export class Seen {
  #position: Position;

  constructor(given?: string) {
    this.#position = readPosition(given) ?? 0n;
  }

  get position(): Position {
    return this.#position;
  }

  /** Notes what a statement or a commit said of where it was. */
  upTo(text: string | null | undefined): void {
    const position = readPosition(text) ?? 0n;
    if (position > this.#position) this.#position = position;
  }

  toString(): string {
    return writePosition(this.#position);
  }
}
