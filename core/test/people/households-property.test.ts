import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contradictions } from '../../src/people/testing/contradictions.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { Clerks, deeds } from './testing/deeds.js';
import { past, seen, type Seen } from './testing/replay.js';
import { twoPlaces } from './testing/registry.js';

const START = '2026-03-01';
const PERMISSIONS = [
  'people.persons.read', 'people.persons.register', 'people.persons.merge', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.places.read', 'people.places.manage',
  'people.life-events.read', 'people.life-events.record', 'people.life-events.void',
];
/** More by hand: `RUNS=100 npx vitest run core/test/people/households-property.test.ts`. */
const RUNS = Number(process.env['RUNS'] ?? 4);
/** Kinds of deeds that happened in each run so far that was tried; whatever the numbers, they must have been done in the end. */
const NEEDED = ['register', 'add', 'remove', 'role', 'head', 'memberMove', 'split', 'merge', 'move', 'alone', 'death', 'void', 'personMerge', 'unmerge'];

let platform: TestPlatform;
let clerks: Clerks;

beforeAll(async () => {
  platform = await startTestPlatform({ today: START, workers: false });
  const clerk = platform.as(...PERMISSIONS);
  clerks = new Clerks(platform, clerk);
  await twoPlaces(clerk);
});
afterAll(() => platform.stop());

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

describe('whatever clerks do to households over days', () => {
  it('every day of everybody stays consistent; the history gives back what was, step by step, and leads to what is', async () => {
    let today = START;
    await fc.assert(fc.asyncProperty(deeds, async (sequence) => {
      for (const a of [3, 2]) await clerks.act({ what: 'register', ago: 5, aimed: true, a, b: 0, c: 0 }, today);
      const moments: Seen[] = [await seen(platform.pool)];
      for (const each of sequence) {
        if (each.what === 'sleep') platform.setToday(today = dayAfter(today));
        else await clerks.act(each, today);
        expect(await contradictions(platform.pool, today), JSON.stringify(each)).toEqual([]);
        moments.push(await seen(platform.pool));
      }
      const history = await past(platform.pool);
      for (const moment of moments) for (const [key, row] of moment) expect(history.state(key, row.version)).toEqual(row);
      const { rows, broken } = history.replayed();
      expect(broken).toEqual([]);
      expect([...rows].toSorted()).toEqual([...(moments.at(-1) ?? [])].toSorted());
    }), { numRuns: RUNS, endOnFailure: true });
    if (process.env['KINGA_TEST_LOG']) process.stderr.write(`${JSON.stringify(clerks.done)}\n`);
    expect(NEEDED.filter((what) => !clerks.done[what]), JSON.stringify(clerks.done)).toEqual([]);
  }, 120_000);
});
