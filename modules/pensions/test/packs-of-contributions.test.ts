import { fileURLToPath } from 'node:url';
import { installPack, moduleOfPacks, packsBelow, readPack, type Pack } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { declare, posted, told } from './some-declarations.js';
import { anybody, done, someEmployer, workers } from './some-scheme.js';

const CONTRIBUTORY = ['ghana-ssnit', 'kenya-nssf', 'philippines-sss', 'poland-ndc'];
let platform: TestPlatform;
let packs: readonly Pack[];
let people: Readonly<Record<string, string>>;

beforeAll(async () => {
  const all = await Promise.all((await packsBelow(fileURLToPath(new URL('../../../examples/', import.meta.url)))).map(readPack));
  packs = all.filter(({ data }) => CONTRIBUTORY.includes(data.pack));
  const own = moduleOfPacks(packs);
  platform = await startTestPlatform({ modules: [pensions, ...(own ? [own] : [])], today: '2026-01-05' });
  for (const pack of packs) await installPack(platform.platform, pack, { publish: true });
  people = await workers(platform, ['Ama', 'Kofi']);
});
afterAll(() => platform.stop());

/** A made-up employer of a scheme, for whom both work. */
async function schemeOf(code: string, ama: object = {}): Promise<Parameters<typeof declare>[1]> {
  const client = anybody(platform);
  const { programme } = await client.run<{ programme: { id: string } }>('query ($code: String!) { programme(by: { code: $code }) { id } }', { code });
  const { employer, organisation } = await someEmployer(platform, `OF-${code}`);
  for (const [name, personId] of Object.entries(people)) {
    await done(client, 'pensionMemberRegister', { programmeId: programme.id, personId, number: `M-${name.toUpperCase()}`, from: '2020-01-01', ...(name === 'Ama' && ama) }, 'member { id }');
    await done(client, 'employmentStart', { personId, employerId: employer, from: '2020-01-01' }, 'employment { id }');
  }
  return { scheme: programme.id, employer, organisation, people };
}
const amounts = (said: unknown): unknown => (said as { demand: { lines: { nodes: { code: string; amount: { amount: string } }[] } } }).demand.lines.nodes.map(({ code, amount }) => `${code} ${amount.amount}`);

describe('the packs of schemes that collect', () => {
  it('say what contributions are made of, and saying it again changes nothing', async () => {
    expect(packs.map(({ data }) => data.pack).sort()).toEqual(CONTRIBUTORY);
    const parts = async (): Promise<unknown> => anybody(platform).run('{ contributionParts(first: 100, orderBy: [{ id: ASC }]) { nodes { code branch tier paidBy version } } contributionCollections { nodes { creditedWhen dueDay } } }');
    const before = await parts();
    expect(before).toMatchObject({ contributionCollections: { nodes: expect.arrayContaining([{ creditedWhen: 'PAID', dueDay: 9 }]) } });
    const done1 = await installPack(platform.platform, packs.find(({ data }) => data.pack === 'kenya-nssf') as Pack, { publish: true });
    expect(done1.filter(({ did }) => did !== 'was there').map(({ what }) => what)).toEqual(['contributions KE-NSSF']);
    expect(await parts()).toEqual(before);
    // Months that were closed stay closed.
    const client = anybody(platform);
    const { programme } = await client.run<{ programme: { id: string } }>('{ programme(by: { code: "KE-NSSF" }) { id } }');
    const set = (closedUntil: string | null): Promise<object> => done(client, 'contributionCollectionSet', { programmeId: programme.id, creditedWhen: 'PAID', dueDay: 9, interestParameter: 'interest', closedUntil }, 'collection { closedUntil }');
    await set('2015-06-30');
    await installPack(platform.platform, packs.find(({ data }) => data.pack === 'kenya-nssf') as Pack, { publish: true });
    const { contributionCollections } = await client.run<{ contributionCollections: { nodes: { closedUntil: string | null }[] } }>('query ($p: ID!) { contributionCollections(where: { programme: { id: { eq: $p } } }) { nodes { closedUntil } } }', { p: programme.id });
    expect(contributionCollections.nodes).toEqual([{ closedUntil: '2015-06-01' }]);
    await set(null);
  });

  it('are refused as a whole where a module cannot take them', async () => {
    const pack = packs.find(({ data }) => data.pack === 'kenya-nssf') as Pack;
    const collection = { creditedWhen: 'PAID', dueDay: 9 };
    const refused = async (contributions: unknown): Promise<unknown> => {
      const wrong = { ...pack, data: { ...pack.data, parts: { contributions } } };
      return installPack(platform.platform, wrong, { publish: true }).then(() => [], ({ problems }: { problems: unknown }) => problems);
    };
    const parts = [{ code: 'worker_tier_1', branch: 'OLD_AGE', paidBy: 'WORKER' }];
    expect(await refused([{ programme: 'KE-OTHER', parts, collection }])).toMatchObject([{ code: 'PACK_PART_INVALID', message: expect.stringContaining('no programme KE-OTHER') }]);
    expect(await refused([{ programme: 'KE-NSSF', parts: [{ ...parts[0], code: 'worker_teir_1' }], collection }])).toMatchObject([{ code: 'PACK_PART_INVALID', message: expect.stringContaining('worker_teir_1') }]);
    expect(await refused([{ programme: 'KE-NSSF', parts, collection: { ...collection, dueDay: 31 } }])).toMatchObject([{ code: 'PACK_PART_INVALID', message: expect.stringContaining('dueDay') }]);
  });

  it('Ghana: 18.5 % go to two tiers and to health insurance', async () => {
    const id = await declare(platform, await schemeOf('GH-SSNIT'), '2025-12', { Ama: '1000', Kofi: '2500.55' });
    expect(amounts(await told(platform, id))).toEqual(['HEALTH 87.51', 'OLD_AGE 385.06', 'OLD_AGE_2 175.03']);
  });

  it('Kenya: the limits of each year hold for its months, and who contracted out has no second tier', async () => {
    const scheme = await schemeOf('KE-NSSF', { contractedOut: true });
    const of = async (month: string): Promise<unknown> => amounts(await told(platform, await declare(platform, scheme, month, { Ama: '100000', Kofi: '100000' })));
    expect(await of('2024-01')).toEqual(['OLD_AGE 1440.00', 'OLD_AGE_2 1440.00']);
    expect(await of('2024-02')).toEqual(['OLD_AGE 1680.00', 'OLD_AGE_2 3480.00']);
    expect(await of('2025-02')).toEqual(['OLD_AGE 1920.00', 'OLD_AGE_2 7680.00']);
    // No longer since a month: what is declared of months before is computed as it was, whenever that is.
    const client = anybody(platform);
    const { pensionMembers: { nodes: [member] } } = await client.run<{ pensionMembers: { nodes: { id: string }[] } }>('query ($p: ID!) { pensionMembers(where: { number: { eq: "M-AMA" }, programme: { id: { eq: $p } } }) { nodes { id } } }', { p: scheme.scheme });
    expect(await done(client, 'pensionMemberContractOut', { memberId: member?.id, contractedOut: false, from: '2025-03-20' }, 'member { contractedOut contractedOutMonths }')).toMatchObject({ member: { contractedOut: false, contractedOutMonths: '/2025-02' } });
    expect(await of('2025-03')).toEqual(['OLD_AGE 1920.00', 'OLD_AGE_2 15360.00']);
    expect(await of('2024-12')).toEqual(['OLD_AGE 1680.00', 'OLD_AGE_2 3480.00']);
    expect(await done(client, 'pensionMemberContractOut', { memberId: member?.id, contractedOut: true, from: '2025-06-01' }, 'member { contractedOut contractedOutMonths }')).toMatchObject({ member: { contractedOut: true, contractedOutMonths: '/2025-02,2025-06/' } });
  });

  it('Philippines: earnings count as salary credits', async () => {
    const id = await declare(platform, await schemeOf('PH-SSS'), '2025-12', { Ama: '12749.99', Kofi: '90000' });
    expect(amounts(await told(platform, id))).toEqual(['OLD_AGE 7125.00']);
  });

  it('Poland: no more than thirty average wages count in a year, over all months and employers', async () => {
    const scheme = await schemeOf('PL-NDC');
    for (const month of ['2025-01', '2025-02', '2025-03']) await declare(platform, scheme, month, { Ama: '80000' });
    const { employer, organisation } = await someEmployer(platform, 'SECOND-PL');
    await done(anybody(platform), 'employmentStart', { personId: people['Ama'], employerId: employer, from: '2020-01-01' }, 'employment { id }');
    await declare(platform, { ...scheme, employer, organisation }, '2025-03', { Ama: '15000' });
    await declare(platform, scheme, '2025-04', { Ama: '80000' });
    await declare(platform, scheme, '2025-05', { Ama: '80000' });
    await declare(platform, scheme, '2024-12', { Ama: '80000' });
    const counted = (await posted(platform)).filter((line) => line.startsWith('Ama 2025-0') || line.startsWith('Ama 2024-12'));
    expect(counted.filter((line) => /2025-0[1345]|2024-12/.test(line)).map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual(['2024-12: 80000.00', '2025-01: 80000.00', '2025-03: 95000.00', '2025-04: 5190.00']);
  });
});
