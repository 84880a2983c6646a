import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { codesOf, described, planOf, problemsOf } from './testing/described.js';

const settings = z.object({
  day: z.int().min(1).max(28).default(1),
  channels: z.array(z.object({ code: z.string(), limit: z.string().optional() })).default([]),
  labels: z.record(z.string(), z.string()).default({}),
});
const cash = described('cash', { settings });

describe('settings', () => {
  it('are filled with the defaults of the module', () => {
    expect(planOf([cash]).settings.get('cash')).toEqual({ day: 1, channels: [], labels: {} });
    expect(planOf([cash], { settings: { cash: { day: 5, labels: { any: 'x' } } } }).settings.get('cash')).toEqual({ day: 5, channels: [], labels: { any: 'x' } });
    expect(planOf([described('people')]).settings.has('people')).toBe(false);
  });

  it('are all checked at once, with the path of each', () => {
    expect(problemsOf([cash], { settings: { cash: { day: 31, channels: [{ code: 5 }] } } }).map(({ message }) => message)).toEqual([
      "The deployment's settings for cash 1.0.0 are wrong at settings.cash.day: Too big: expected number to be <=28.",
      "The deployment's settings for cash 1.0.0 are wrong at settings.cash.channels[0].code: Invalid input: expected string, received number.",
    ]);
  });

  it('that are misspelt are not dropped in silence', () => {
    expect(problemsOf([cash], { settings: { cash: { dya: 5, channels: [{ code: 'a', limt: '1' }] } } })).toEqual([
      { code: 'UNKNOWN_SETTING', message: 'The deployment sets settings.cash.dya, which cash 1.0.0 does not know.', cure: 'Did you mean settings.cash.day? Correct the name, or take it out.' },
      { code: 'UNKNOWN_SETTING', message: 'The deployment sets settings.cash.channels[0].limt, which cash 1.0.0 does not know.', cure: 'Did you mean settings.cash.channels[0].limit? Correct the name, or take it out.' },
    ]);
  });

  it('belong to a module that is there and takes some', () => {
    expect(problemsOf([cash, described('people')], { settings: { cahs: {}, people: {} } }).map(({ message, cure }) => `${message} ${cure}`)).toEqual([
      'The deployment (settings) has settings for cahs, which is not among its modules. Did you mean cash? Correct the id, add the module, or take its settings out.',
      'The deployment (settings) has settings for people 1.0.0, which takes none. Take them out.',
    ]);
  });

  it('whose shape throws are a problem like others', () => {
    const broken = described('cash', { settings: z.object({}).refine(async () => true) });
    expect(codesOf([broken])).toEqual(['SETTINGS_UNCHECKABLE']);
  });
});
