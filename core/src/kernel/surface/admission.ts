import { monitorEventLoopDelay } from 'node:perf_hooks';
import { GraphQLError } from 'graphql';

const RETRY_SECONDS = 1;

export const overloaded = (): GraphQLError => new GraphQLError('The server has more to do than it can. Try again in a moment.', {
  extensions: { code: 'OVERLOADED', http: { status: 503, headers: new Map([['retry-after', String(RETRY_SECONDS)]]) } },
});

export function isOverload(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === 'OVERLOADED';
}

export interface AdmissionLimits {
  /** Operations at once that are always let in. */
  readonly fewest: number;
  /** Operations at once at most. */
  readonly most: number;
  /** How many times as long as at their best half of the operations may take before fewer are let in. */
  readonly slower: number;
}

/** Lets in as many operations at once as can be answered in good time, and refuses the rest at once. */
export interface Admission {
  /**
   * @returns what is to be called when the operation has been answered; with its text where it is known
   * @throws GraphQLError OVERLOADED, 503 with Retry-After
   */
  enter(): (what?: string) => void;
  stop(): void;
}

const WINDOW_MS = 100;
const FEWEST_SAMPLES = 8;
const LATE_MS = 10;
const MOST_KNOWN = 500;
/** Below this, what is measured is the machine's own noise. */
const SHORTEST_MS = 1;

/**
 * How many run at once follows what is measured, ten times a second: where operations take much longer than the same ones did
 * at their best, or the event loop is late, a fifth fewer; where all places were taken and neither is so, one more. Refusing
 * early is what keeps those who are let in quick: a queue would only make everybody wait.
 */
export function admission({ fewest, most, slower }: AdmissionLimits): Admission {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const best = new Map<string, number>();
  let ratios: number[] = [];
  let allowed = most;
  let inside = 0;
  let fullest = 0;

  const measured = (what: string, ms: number): void => {
    const known = best.get(what);
    if (known === undefined && best.size >= MOST_KNOWN) best.clear();
    // It creeps up, so that a database that has grown is not taken for overload.
    best.set(what, Math.max(SHORTEST_MS, known === undefined ? ms : Math.min(ms, known * 1.001)));
    ratios.push(ms / (best.get(what) ?? ms));
  };
  const adjust = (): void => {
    const slow = ratios.length >= FEWEST_SAMPLES && (ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0) > slower;
    // The timer's own resolution is in what it measures.
    const late = delay.percentile(90) / 1e6 - 5 > LATE_MS;
    if (slow || late) allowed = Math.max(fewest, Math.floor(Math.min(allowed, fullest) * 0.8));
    else if (fullest >= allowed) allowed = Math.min(most, allowed + 1);
    else if (fullest < allowed / 2) allowed = Math.min(most, allowed + 2);
    delay.reset();
    ratios = [];
    fullest = inside;
  };
  const timer = setInterval(adjust, WINDOW_MS).unref();
  return {
    enter() {
      if (inside >= allowed) throw overloaded();
      const since = performance.now();
      inside += 1;
      fullest = Math.max(fullest, inside);
      let left = false;
      return (what) => {
        if (left) return;
        left = true;
        inside -= 1;
        if (what !== undefined) measured(what, performance.now() - since);
      };
    },
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
