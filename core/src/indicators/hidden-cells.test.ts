import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCells, type Cell } from './hidden-cells.js';

const cell = (keys: readonly string[], count: number): Cell => ({ keys, count });
const hidden = (cells: readonly Cell[], smallest = 5): readonly number[] => [...hiddenCells(cells, smallest)].sort((one, other) => one - other);

describe('cells that tell of few', () => {
  it('are hidden with another, so that none follows from the sum', () => {
    expect(hidden([cell(['F'], 3), cell(['M'], 40)])).toEqual([0, 1]);
    expect(hidden([cell(['A'], 3), cell(['B'], 40), cell(['C'], 20)])).toEqual([0, 2]);
    expect(hidden([cell(['A'], 3), cell(['B'], 2), cell(['C'], 20)])).toEqual([0, 1]);
    expect(hidden([cell(['A'], 1), cell(['B'], 2), cell(['C'], 20)])).toEqual([0, 1, 2]);
  });

  it('stay where nobody or enough is in them', () => {
    expect(hidden([cell(['A'], 0), cell(['B'], 40)])).toEqual([]);
    expect(hidden([cell(['A'], 5), cell(['B'], 40)])).toEqual([]);
  });

  it('of a table by two are hidden along rows and columns', () => {
    // North: 2 women, 30 men; South: 40 women, 50 men. The column and the row of the 2 each hide another, and so does theirs.
    expect(hidden([cell(['N', 'F'], 2), cell(['N', 'M'], 30), cell(['S', 'F'], 40), cell(['S', 'M'], 50)])).toEqual([0, 1, 2, 3]);
  });

  it('follow from no line of the table whose sum is told, whatever the table', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.record({ keys: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', 'z')), count: fc.nat(30) }), { selector: ({ keys }) => keys.join(), maxLength: 9 }), fc.integer({ min: 1, max: 12 }), (cells, smallest) => {
      const out = hiddenCells(cells, smallest);
      cells.forEach(({ count }, at) => expect(count === 0 || count >= smallest || out.has(at)).toBe(true));
      for (const of of [() => '', ({ keys }: Cell) => keys[0] ?? '', ({ keys }: Cell) => keys[1] ?? '']) {
        for (const line of Map.groupBy(cells.map((each, at) => ({ ...each, at })), of).values()) {
          const mine = line.filter(({ at }) => out.has(at));
          const told = line.length - mine.length;
          expect(mine.length === 0 || told === 0 || (mine.length > 1 && mine.reduce((sum, { count }) => sum + count, 0) >= smallest)).toBe(true);
        }
      }
    }));
  });
});
