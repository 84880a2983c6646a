import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOVES } from './figures.js';
import { hiddenFigures, type Counts } from './suppress.js';

const group = (...moves: readonly number[]): Counts => {
  const counts = Object.fromEntries(MOVES.map((move, at) => [move, moves[at] ?? 0]));
  return { ...counts, assessed: moves.reduce((sum, count) => sum + count, 0), undetermined_before: 0, undetermined_after: 0 } as Counts;
};

describe('figures of small groups', () => {
  it('are told where no count is small', () => {
    expect(hiddenFigures([group(20, 0, 30), group(0, 40, 10)], 10)).toEqual([[], []]);
  });

  it('are hidden with another count of the group and of the column, so that nothing is left to subtract', () => {
    const hidden = hiddenFigures([group(3, 20, 30), group(40, 50, 60), group(70, 80, 90)], 10);
    expect(hidden[0]).toEqual(expect.arrayContaining(['gainers', 'losers', 'cost_before', 'gained']));
    expect(hidden[1]).toEqual(expect.arrayContaining(['gainers', 'losers']));
    expect(hidden[2]).toEqual([]);
  });

  it('are all hidden of a group of few, and of the next smallest', () => {
    const hidden = hiddenFigures([group(4), group(100, 100), group(60, 60)], 10);
    expect([hidden[0]?.includes('assessed'), hidden[1]?.includes('assessed'), hidden[2]?.includes('assessed')]).toEqual([true, false, true]);
  });

  it('hide nothing where the smallest is 1', () => {
    expect(hiddenFigures([group(1, 1, 1)], 1)).toEqual([[]]);
  });

  it('never leave a small count to be told, or to follow from a sum that is told', () => {
    const counts = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 500 }));
    const groups = fc.array(fc.tuple(...MOVES.map(() => counts)).map((moves) => group(...moves)), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(groups, fc.integer({ min: 2, max: 12 }), (given, smallest) => {
      const hidden = hiddenFigures(given, smallest);
      const left = (line: readonly (readonly [number, boolean])[]): void => {
        const unknown = line.filter(([, isHidden]) => isHidden);
        for (const [count, isHidden] of line) if (!isHidden) expect(count === 0 || count >= smallest).toBe(true);
        // What is hidden alone is known from the rest; unless everything is hidden, of which nothing but the sum is known.
        if (unknown.length < line.length && unknown.length > 0) {
          expect(unknown.length).toBeGreaterThan(1);
          expect(unknown.reduce((sum, [count]) => sum + count, 0)).toBeGreaterThanOrEqual(smallest);
        }
      };
      given.forEach((counts_, row) => {
        if (!hidden[row]?.includes('assessed')) left(MOVES.map((move) => [counts_[move], hidden[row]?.includes(move) === true]));
      });
      if (given.length > 1) {
        for (const move of MOVES) left(given.map((counts_, row) => [counts_[move], hidden[row]?.includes(move) === true]));
        left(given.map(({ assessed }, row) => [assessed, hidden[row]?.includes('assessed') === true]));
        expect(hidden.filter((figures) => figures.includes('cost_after')).length).not.toBe(1);
      }
      hidden.forEach((figures) => expect(figures.some((figure) => (MOVES as readonly string[]).includes(figure)) && !figures.includes('cost_before')).toBe(false));
    }), { numRuns: 500 });
  });
});
