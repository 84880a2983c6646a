/** A picture that is not built as its type says. */
export class BrokenPicture extends Error {}

/** Bytes that are read piece by piece. */
export class Source {
  #rest: Buffer = Buffer.alloc(0);
  readonly #pieces: AsyncIterator<Buffer>;

  constructor(bytes: AsyncIterable<Buffer>) {
    this.#pieces = bytes[Symbol.asyncIterator]();
  }

  /** What lies ready, at least so many bytes of it where there are so many; nothing is taken. */
  async peek(least: number): Promise<Buffer> {
    while (this.#rest.length < least) {
      const { value, done } = await this.#pieces.next();
      if (done) break;
      this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    }
    return this.#rest;
  }

  /** Just so many bytes. */
  async take(length: number): Promise<Buffer> {
    const ready = await this.peek(length);
    if (ready.length < length) throw new BrokenPicture('it ends before its end');
    this.#rest = ready.subarray(length);
    return ready.subarray(0, length);
  }

  /** So many bytes, as they come. */
  async *pass(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      const some = await this.take(Math.min(left, Math.max((await this.peek(1)).length, 1)));
      left -= some.length;
      yield some;
    }
  }

  async skip(length: number): Promise<void> {
    for await (const some of this.pass(length)) void some;
  }

  /** Reads to the end and keeps nothing. */
  async drain(): Promise<void> {
    for (let ready = await this.peek(1); ready.length > 0; ready = await this.peek(1)) this.#rest = Buffer.alloc(0);
  }
}
