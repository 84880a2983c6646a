import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { admission, isOverload, type Admission } from './admission.js';

let entrance: Admission;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  entrance = admission({ fewest: 4, most: 200, slower: 3 });
});
afterEach(() => {
  entrance.stop();
  vi.useRealTimers();
});

/** As many come in as are let; how many that is, and what lets them out. */
function surge(asking: number): readonly ((what?: string) => void)[] {
  const inside: ((what?: string) => void)[] = [];
  for (let n = 0; n < asking; n += 1) {
    try {
      inside.push(entrance.enter());
    } catch (error) {
      expect(isOverload(error)).toBe(true);
    }
  }
  return inside;
}
/** One after the other, each taking as long as is said. */
function quietly(count: number, ms: number): void {
  for (let n = 0; n < count; n += 1) {
    const leave = entrance.enter();
    vi.advanceTimersByTime(ms);
    leave('read');
  }
}

it('cuts a surge that finds it at rest within a tenth of a second, to what can be answered in good time', () => {
  quietly(50, 5);
  const inside = surge(300);
  expect(inside.length).toBeGreaterThan(30);
  vi.advanceTimersByTime(80);
  inside.forEach((leave) => leave('read'));
  vi.advanceTimersByTime(100);
  const later = surge(300);
  // They took sixteen times as long as one alone: three sixteenths of them are let in.
  expect(later.length).toBeLessThanOrEqual(Math.ceil((inside.length * 3) / 16));
  expect(later.length).toBeGreaterThanOrEqual(4);
});

it('always lets some in, however long they take', () => {
  quietly(50, 5);
  for (let n = 0; n < 10; n += 1) {
    const inside = surge(50);
    vi.advanceTimersByTime(500);
    inside.forEach((leave) => leave('read'));
    vi.advanceTimersByTime(100);
  }
  const { length } = surge(50);
  expect(length).toBeGreaterThanOrEqual(4);
  expect(length).toBeLessThanOrEqual(8);
});

it('does not take overload that goes on for what is usual', () => {
  quietly(50, 5);
  let most = 0;
  for (let ms = 0; ms < 20_000; ms += 100) {
    const inside = surge(15);
    if (ms > 5_000) most = Math.max(most, inside.length);
    // As on one processor: each takes as long as all that are there.
    vi.advanceTimersByTime(5 * inside.length);
    inside.forEach((leave) => leave('read'));
    vi.advanceTimersByTime(Math.max(0, 100 - 5 * inside.length));
  }
  expect(most).toBeLessThanOrEqual(10);
});
