import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const normal = async (name: string): Promise<string> => {
  const { rows } = await platform.pool.query<{ name: string }>('select matching.normal_name($1) as name', [name]);
  return rows[0]?.name ?? '';
};

describe('a name as it is compared', () => {
  it.each([
    ['  Kofi  ADJEI-Mensah ', 'kofi adjei mensah'], ["N'Guessan d’Alépé", 'nguessan dalepe'], ['Nguyễn Văn Ánh', 'nguyen van anh'], ['Straße', 'strasse'],
    ['Мухаммед', 'mukhammed'], ['Γεώργιος', 'georgios'], ['محمد عمر', 'mhmd amr'], ['አበበ ተስፋዬ', 'abebe tesfaye'], ['अभिनव', 'abhinav'], ['சரவணன்', 'saravanan'],
    ['김민수', 'gimminsu'], ['李明', '李明'], ['A\u0301', 'a'], ['12 / 7', ''],
  ])('%s is %s', async (name, expected) => {
    expect(await normal(name)).toBe(expected);
    expect(await normal(expected)).toBe(expected);
  });
});

describe('a phonetic code', () => {
  it.each([
    ['Mohammed', 'Muhammadu', 'محمد', 'Мухаммед'], ['Diallo', 'Jalloh', 'Djallo'], ['Ouattara', 'Wattara'], ['Yusuf', 'Youssouf', 'Joseph'], ['Michael', 'Mikael'],
    ['Cissé', 'Ceesay'], ['Ndiaye', 'Njie'], ['Fatima', 'Fatma', 'فاطمة'], ['Tesfaye', 'Tesfay', 'ተስፋዬ'], ['Rajesh', 'राजेश'], ['Cheikh', 'Sheikh'],
  ])('is shared by %s and %s', async (...names) => {
    const { rows } = await platform.pool.query<{ shared: boolean }>(
      'select bool_and(matching.phonetic(a) && matching.phonetic(b)) as shared from unnest($1::text[]) a, unnest($1::text[]) b', [names]);
    expect(rows).toEqual([{ shared: true }]);
  });
});
