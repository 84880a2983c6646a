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
/**
 * The best doubles in so long, so that a database that has grown is not taken for overload. By time: were it by what is answered, a
 * minute of overload would be taken for what is usual.
 */
const FORGOTTEN_MS = 300_000;
/** Below this, what is measured is the machine's own noise. */
const SHORTEST_MS = 1;

/**
 * How many run at once follows what is measured, ten times a second: where operations take much longer than the same ones did
 * at their best, so many times fewer, for as many wait for one another (Little's law), and never by less than a fifth, which is also
 * what goes where the event loop is late; where all places were taken, some were answered and neither is so, one more. Refusing early is what keeps
 * those who are let in quick: a queue would only make everybody wait. A surge that finds a process at rest is cut at once: by a
 * fifth at a time, it would be over before it was held off.
 */
export function admission({ fewest, most, slower }: AdmissionLimits): Admission {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const best = new Map<string, { readonly ms: number; readonly at: number }>();
  let ratios: number[] = [];
  let allowed = most;
  let inside = 0;
  let fullest = 0;

  const measured = (what: string, ms: number): void => {
    const [now, known] = [performance.now(), best.get(what)];
    if (known === undefined && best.size >= MOST_KNOWN) best.clear();
    const least = known === undefined ? Infinity : known.ms * 2 ** ((now - known.at) / FORGOTTEN_MS);
    if (ms <= least) best.set(what, { ms: Math.max(SHORTEST_MS, ms), at: now });
    ratios.push(ms / Math.max(SHORTEST_MS, Math.min(ms, least)));
  };
  const adjust = (): void => {
    const judged = ratios.length >= FEWEST_SAMPLES;
    const half = judged ? ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0 : 0;
    // The timer's own resolution is in what it measures.
    const late = delay.percentile(90) / 1e6 - 5 > LATE_MS;
    if (half > slower || late) allowed = Math.max(fewest, Math.floor(Math.min(allowed, fullest) * Math.min(0.8, slower / half)));
    else if (fullest >= allowed && judged) allowed = Math.min(most, allowed + 1);
    else if (fullest < allowed / 2) allowed = Math.min(most, allowed + 2);
    delay.reset();
    if (judged) ratios = [];
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
