import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { accept, declare, posted, RATES, schemeWithWorkers, told, type SomeScheme } from './some-declarations.js';
import { anybody, done, refusedBy, rule } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi'], {
    rules: [...RATES.slice(0, 2), rule('worker_pension', 'CONTRIBUTION', 'round(rules.counted * (contribution.category == "VOLUNTARY" ? 0.11 : 0.055), 0.01)'),
      rule('employer_pension', 'CONTRIBUTION', 'contribution.category == "VOLUNTARY" ? money(0) : round(rules.counted * 0.105, 0.01)'), ...RATES.slice(4, 6)],
  });
});
afterAll(() => platform.stop());

describe('who insures themselves', () => {
  it('declares their own earnings, pays by themselves, and names nobody else', async () => {
    const clerk = anybody(platform, 'clerk');
    const { declaration } = await done<{ declaration: { id: string } }>(clerk, 'declarationOpen', { programmeId: scheme.scheme, personId: scheme.people['Ama'], month: '2026-01-01' }, 'declaration { id }');
    expect(await refusedBy(clerk, 'declarationOpen', { programmeId: scheme.scheme, personId: scheme.people['Ama'], month: '2026-01-31' })).toMatchObject([{ code: 'DECLARATION_TWICE' }]);
    expect(await refusedBy(clerk, 'declarationOpen', { programmeId: scheme.scheme, month: '2026-01-31' })).toMatchObject([{ code: 'ONE_DECLARANT' }]);
    expect(await refusedBy(clerk, 'declarationLinesAdd', { declarationId: declaration.id, lines: [{ memberNumber: 'M-KOFI', earnings: '1' }] })).toMatchObject([{ code: 'OTHER_PERSONS' }]);
    await done(clerk, 'declarationLinesAdd', { declarationId: declaration.id, lines: [{ earnings: '300', category: 'VOLUNTARY' }] }, 'declaration { id }');
    await accept(platform, declaration.id);
    expect(await told(platform, declaration.id)).toMatchObject({ state: 'POSTED', amount: { amount: '40.50' } });
    const { payers } = await anybody(platform).run<{ payers: { nodes: { person: { givenName: string } }[] } }>('{ payers { nodes { person { givenName } } } }');
    expect(payers.nodes).toEqual([{ person: { givenName: 'Ama' } }]);
  });
});

describe('somebody who sees a part', () => {
  const at = (more: object) => platform.as({ name: 'clerk-of-some', permissions: platform.platform.plan.modules.flatMap((module) => module.permissions ?? []).map(({ name }) => name), ...more } as never);

  it('declares for their own employer, whose workers live anywhere, and for no other', async () => {
    const own = at({ organisations: ['MILL-PENSION'] });
    const open = { programmeId: scheme.scheme, employerId: scheme.employer, month: '2026-02-01' };
    expect(await refusedBy(at({ organisations: ['OTHER'] }), 'declarationOpen', open)).toMatchObject([{ code: 'EMPLOYER_NOT_FOUND' }]);
    const { declaration } = await done<{ declaration: { id: string } }>(own, 'declarationOpen', open, 'declaration { id }');
    await done(own, 'declarationLinesAdd', { declarationId: declaration.id, lines: [{ memberNumber: 'M-KOFI', earnings: '200' }] }, 'declaration { validCount }');
    expect(await refusedBy(at({ organisations: ['OTHER'] }), 'declarationSubmit', { declarationId: declaration.id })).toMatchObject([{ code: 'DECLARATION_NOT_FOUND' }]);
    await accept(platform, declaration.id);
    const { contributions } = await own.run<{ contributions: { nodes: { person: { givenName: string } }[] } }>('{ contributions { nodes { person { givenName } } } }');
    expect(contributions.nodes).toEqual([{ person: { givenName: 'Kofi' } }]);
  });

  it('sees members, lines and contributions of persons in their places, and accepts what names others all the same', async () => {
    const { place } = await anybody(platform).run<{ place: { code: string } }>('{ place(by: { code: "V" }) { code } }');
    const [there, elsewhere] = [at({ places: [place.code] }), at({ places: ['NOWHERE'] })];
    const count = async (client: typeof there): Promise<readonly number[]> => {
      const { members, lines, rows } = await client.run<Record<'members' | 'lines' | 'rows', { totalCount: number }>>('{ members: pensionMembers { totalCount } lines: declarationLines { totalCount } rows: contributions { totalCount } }');
      return [members.totalCount, lines.totalCount, rows.totalCount];
    };
    expect([await count(there), await count(elsewhere)]).toEqual([[2, 2, 2], [0, 0, 0]]);
    const id = await declare(platform, scheme, '2025-12', { Ama: '100' });
    expect(await told(platform, id)).toMatchObject({ state: 'POSTED' });
    expect((await posted(platform))[0]).toBe('Ama 2025-12: 100.00 5.50 13.00 1.00');
  });
});

describe('two persons who turn out to be one', () => {
  it('have contributed as one, and lines of the number of the other are theirs', async () => {
    const { persons } = await anybody(platform).run<{ persons: { nodes: { id: string; version: number; givenName: string }[] } }>('{ persons { nodes { id version givenName } } }');
    const by = (name: string) => persons.nodes.find(({ givenName }) => givenName === name);
    const [ama, kofi] = [by('Ama'), by('Kofi')];
    await done(anybody(platform), 'personMerge', { survivorId: ama?.id, survivorVersion: ama?.version, mergedId: kofi?.id, mergedVersion: kofi?.version, reason: 'Made up: the same person' }, 'merge { id }');
    expect((await posted(platform)).filter((line) => line.startsWith('Kofi'))).toEqual([]);
    expect((await posted(platform)).filter((line) => line.startsWith('Ama'))).toContain('Ama 2026-02: 200.00 11.00 26.00 1.00');
    const id = await declare(platform, scheme, '2025-11', { Kofi: '400' });
    expect(await told(platform, id)).toMatchObject({ state: 'POSTED' });
    expect((await posted(platform))[0]).toBe('Ama 2025-11: 400.00 22.00 52.00 1.00');
  });
});
