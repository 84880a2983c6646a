import { randomUUID } from 'node:crypto';
import type { BookedPayment } from '../channel-kit.js';

/** How a made-up provider behaves; each share is from 0 to 1, and decided by `seed` alone. */
export interface Behaviour {
  readonly seed?: number;
  /** Calls that fail before anything happened. */
  readonly failsBefore?: number;
  /** Calls that fail after everything happened. */
  readonly failsAfter?: number;
  /** Payments that come back. */
  readonly returns?: number;
  /** Payments of which it never says anything by itself. */
  readonly silent?: number;
  /** Messages that are sent twice, under one id and under two. */
  readonly repeats?: number;
  /** Whether messages come in another order than things happened. */
  readonly shuffles?: boolean;
  /** Milliseconds before each answer. */
  readonly delayMs?: number;
}

export interface TakenPayment extends BookedPayment {
  readonly name: string;
  readonly account: string | null;
}

export interface Outcome {
  readonly reference: string;
  readonly amount: string;
  readonly status: 'PENDING' | 'PAID' | 'RETURNED';
  readonly reason?: string;
}

/** A message that waits to be sent. */
export interface WaitingMessage {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
}

interface Batch {
  readonly content: string;
  readonly payments: readonly TakenPayment[];
}

/** Payments of one message. */
const AT_ONCE = 3;

/**
 * A made-up provider of mobile money with a book of its own: it takes each key once, pays each reference once, and decides by itself which
 * payments come back. What it holds outlives whoever calls it.
 */
export class MadeUpProvider {
  readonly #batches = new Map<string, Batch>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #paid = new Map<string, number>();
  readonly #messages: WaitingMessage[] = [];
  #state: number;

  constructor(public behaviour: Behaviour = {}) {
    this.#state = (behaviour.seed ?? 1) >>> 0 || 1;
  }

  /** Whether something happens that happens in this share of cases (xorshift). */
  happens(share = 0): boolean {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32 < share;
  }

  /** Takes a batch: `taken` the first time, `known` with the same content, `other` with another, which changes nothing. */
  take(key: string, content: string, payments: readonly TakenPayment[]): 'taken' | 'known' | 'other' {
    const known = this.#batches.get(key);
    if (known) return known.content === content ? 'known' : 'other';
    this.#batches.set(key, { content, payments });
    for (const { reference, amount } of payments) {
      const returned = this.happens(this.behaviour.returns);
      this.#outcomes.set(reference, returned ? { reference, amount, status: 'RETURNED', reason: 'WALLET_CLOSED' } : { reference, amount, status: 'PAID' });
      if (!returned) this.#paid.set(reference, (this.#paid.get(reference) ?? 0) + 1);
    }
    const telling = payments.filter(() => !this.happens(this.behaviour.silent)).flatMap(({ reference }) => this.#outcomes.get(reference) ?? []);
    for (let from = 0; from < telling.length; from += AT_ONCE) this.#tell(telling.slice(from, from + AT_ONCE));
    return 'taken';
  }

  #tell(outcomes: readonly Outcome[]): void {
    const message = { id: `msg_${randomUUID()}`, outcomes };
    this.#messages.push(message);
    if (this.happens(this.behaviour.repeats)) this.#messages.push(message, { ...message, id: `msg_${randomUUID()}` });
  }

  /** What it has of a key; `undefined` where it has never seen it. */
  outcomesOf(key: string): readonly Outcome[] | undefined {
    return this.#batches.get(key)?.payments.flatMap(({ reference }) => this.#outcomes.get(reference) ?? []);
  }

  /** What it would pay for a key. */
  bookOf(key: string): readonly BookedPayment[] {
    return this.#batches.get(key)?.payments.map(({ reference, amount, currency }) => ({ reference, amount, currency })) ?? [];
  }

  /** How often each reference was paid, by its own book. */
  get paid(): ReadonlyMap<string, number> {
    return this.#paid;
  }

  /** The messages that wait, taken away from it, in the order in which they go. */
  messages(): readonly WaitingMessage[] {
    const all = this.#messages.splice(0);
    return this.behaviour.shuffles ? all.map((message) => ({ message, at: this.happens(0.5) ? 1 : this.happens(0.5) ? 0 : 2 })).toSorted((a, b) => a.at - b.at).map(({ message }) => message) : all;
  }

  /** Puts messages that were not taken back. */
  again(messages: readonly WaitingMessage[]): void {
    this.#messages.push(...messages);
  }
}
