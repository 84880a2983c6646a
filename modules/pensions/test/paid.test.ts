import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { correct, declare, key, pay, posted, reverse, schemeWithWorkers, told, type SomeScheme } from './some-declarations.js';
import { anybody, done } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi'], { creditedWhen: 'PAID' });
});
afterAll(() => platform.stop());

describe('a scheme that counts what is paid alone', () => {
  let january: string;
  let cheque: string;

  it('posts nothing when a month is declared, and all of it when it is paid whole', async () => {
    january = await declare(platform, scheme, '2026-01', { Ama: '500', Kofi: '1000' });
    expect(await told(platform, january)).toMatchObject({ state: 'ACCEPTED', amount: { amount: '277.50' }, demand: { state: 'ISSUED' } });
    await pay(platform, scheme, '200.00', '2026-02-10');
    expect([await posted(platform), (await told(platform, january)).state]).toEqual([[], 'ACCEPTED']);
    cheque = await pay(platform, scheme, '77.50', '2026-02-10');
    expect(await posted(platform)).toEqual(['Ama 2026-01: 500.00 27.50 65.00 1.00', 'Kofi 2026-01: 1000.00 55.00 130.00 1.00']);
    expect(await told(platform, january)).toMatchObject({ state: 'POSTED', demand: { state: 'SETTLED' } });
  });

  it('takes back what counted where the money did not come in after all, and posts it again when it does', async () => {
    const before = await posted(platform);
    for (const _ of [1, 2]) {
      await done(anybody(platform, 'cashier'), 'receiptReverse', { receiptId: cheque, reason: 'The cheque bounced', idempotencyKey: key() }, 'receipt { state }');
      await platform.finishJobs();
      expect([await posted(platform), (await told(platform, january)).state]).toEqual([[], 'ACCEPTED']);
      cheque = await pay(platform, scheme, '77.50', '2026-02-10');
      expect([await posted(platform), (await told(platform, january)).state]).toEqual([before, 'POSTED']);
    }
  });

  it('posts a correction when it is paid, and one of less at once, since nothing is left to pay', async () => {
    const more = await correct(platform, scheme, '2026-01', january, { Ama: '600' });
    expect([(await told(platform, more)).state, (await posted(platform))[0]]).toEqual(['ACCEPTED', 'Ama 2026-01: 500.00 27.50 65.00 1.00']);
    await pay(platform, scheme, '18.50', '2026-02-10');
    expect([(await told(platform, more)).state, (await posted(platform))[0]]).toEqual(['POSTED', 'Ama 2026-01: 600.00 33.00 78.00 1.00']);
    const less = await correct(platform, scheme, '2026-01', more, { Kofi: '0' });
    expect([(await told(platform, less)).state, await posted(platform)]).toEqual(['POSTED', ['Ama 2026-01: 600.00 33.00 78.00 1.00']]);
    // What was paid for Kofi is held, and settles the next month at once.
    const february = await declare(platform, scheme, '2026-02', { Kofi: '1000' });
    expect(await told(platform, february)).toMatchObject({ state: 'POSTED', demand: { state: 'SETTLED' } });
    await reverse(platform, february);
    expect(await posted(platform)).toEqual(['Ama 2026-01: 600.00 33.00 78.00 1.00']);
  });
});

describe('a cheque that bounces after a correction', () => {
  it('takes back the month with what corrects it, and both are posted again in their order', async () => {
    const other = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
    try {
      const own = await schemeWithWorkers(other, ['Ama', 'Kofi'], { creditedWhen: 'PAID' });
      const month = await declare(other, own, '2026-01', { Ama: '400', Kofi: '100' });
      const receipt = await pay(other, own, '92.50', '2026-02-10');
      const less = await correct(other, own, '2026-01', month, { Ama: '300' });
      const stands = ['Ama 2026-01: 300.00 16.50 39.00 1.00', 'Kofi 2026-01: 100.00 5.50 13.00 1.00'];
      const states = async (): Promise<unknown> => [await posted(other), (await told(other, month)).state, (await told(other, less)).state];
      expect(await states()).toEqual([stands, 'POSTED', 'POSTED']);
      await done(anybody(other, 'cashier'), 'receiptReverse', { receiptId: receipt, reason: 'The cheque bounced', idempotencyKey: key() }, 'receipt { state }');
      await other.finishJobs();
      expect(await states()).toEqual([[], 'ACCEPTED', 'ACCEPTED']);
      await pay(other, own, '74.00', '2026-02-10');
      expect(await states()).toEqual([stands, 'POSTED', 'POSTED']);
    } finally {
      await other.stop();
    }
  });
});
