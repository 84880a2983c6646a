import { fileURLToPath } from 'node:url';
import { installPack, inTransaction, moduleOfPacks, packsBelow, readPack, testPack, type Pack } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { anybody } from './some-scheme.js';
import { awarded, contributed, determine, owed, persons } from './some-pension.js';

let platform: TestPlatform;
let packs: readonly Pack[];

beforeAll(async () => {
  const all = await Promise.all((await packsBelow(fileURLToPath(new URL('../../../examples/', import.meta.url)))).map(readPack));
  packs = all.filter(({ data }) => data.modules.includes('@kinga/pensions'));
  const own = moduleOfPacks(packs);
  platform = await startTestPlatform({ modules: [pensions, ...(own ? [own] : [])], today: '2026-06-10' });
});
afterAll(() => platform.stop());

const system = () => platform.platform.context({ actor: platform.platform.system('a test') });

describe('the packs of pension schemes', () => {
  it('name their sources and what was not checked, and come out as was computed by hand', async () => {
    expect(packs.map(({ data }) => data.pack)).toEqual(expect.arrayContaining(['ghana-ssnit', 'kenya-nssf', 'philippines-sss', 'poland-ndc']));
    for (const pack of packs) {
      expect(pack.data.confidence).toMatch(/[Nn]ot checked/);
      expect(pack.cases.length).toBeGreaterThanOrEqual(5);
      const { problems, cases } = await inTransaction(system(), (tx) => testPack(tx, pack));
      expect(problems).toEqual([]);
      expect(cases.filter(({ differences }) => differences.length > 0)).toEqual([]);
    }
  });

  it('are installed, claimed from and paid: a provident account at once, a thirteenth month in December', async () => {
    for (const pack of packs) await installPack(platform.platform, pack, { publish: true });
    const people = await persons(platform, { Ama: '1965-01-15', Maria: '1962-02-02' });
    const client = anybody(platform);
    const idOf = async (code: string): Promise<string> => (await client.run<{ programme: { id: string } }>('query ($code: String!) { programme(by: { code: $code }) { id } }', { code })).programme.id;
    const [ssnit, sss] = [await idOf('GH-SSNIT'), await idOf('PH-SSS')];
    // 2020 to 2025: 72 months do not entitle; with 2010 to 2019 there are 192. The best three years earned 36,000 each.
    await contributed(platform, ssnit, people['Ama'] ?? '', '2010-01-01', '2022-12-01', '1000.00');
    await contributed(platform, ssnit, people['Ama'] ?? '', '2023-01-01', '2025-12-01', '3000.00');
    await awarded(platform, ssnit, people['Ama'] ?? '', '2026-01-01');
    await determine(platform, ssnit, '2026-01');
    // 3,000 x (37.5 % + 1.125 %) at 60.
    expect(await owed(platform, ssnit, people['Ama'] ?? '')).toEqual({ '2026-01': '1158.75' });
    await contributed(platform, sss, people['Maria'] ?? '', '2000-01-01', '2025-10-01', '10000.00', 'PHP');
    await awarded(platform, sss, people['Maria'] ?? '', '2025-11-01');
    for (const month of ['2025-11', '2025-12', '2026-01']) await determine(platform, sss, month);
    // 26 credited years: 300 + 2,000 + 3,200, and 1,000.
    expect(await owed(platform, sss, people['Maria'] ?? '')).toEqual({ '2025-11': '6500.00', '2025-12': '13000.00', '2026-01': '6500.00' });
  });
});
