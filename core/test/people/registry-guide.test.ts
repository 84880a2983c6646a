import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { guideSteps, withKnown } from '../testing/guide.js';

let platform: TestPlatform;
let registrar: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  registrar = platform.as({ permissions: platform.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name)) });
});
afterAll(() => platform.stop());

interface Member {
  readonly id: string;
  readonly version: number;
}

describe('the guide "The registry"', () => {
  it('holds operations that run in its order and do what it says', async () => {
    const known: Record<string, unknown> = {};
    const answers: Record<string, unknown> = {};
    const learn: Readonly<Record<string, (data: never) => Record<string, unknown>>> = {
      Register: ({ householdRegister: { household } }: { householdRegister: { household: { id: string; members: { nodes: readonly Member[] } } } }) => {
        const [abena, kofi] = household.members.nodes;
        return { household: household.id, abena: abena?.id, kofi: kofi?.id };
      },
      Again: ({ personsRegister: { persons: [again] } }: { personsRegister: { persons: readonly Member[] } }) => ({ again: again?.id, againVersion: again?.version }),
      Merge: ({ personMerge: { merge } }: { personMerge: { merge: Member } }) => ({ merge: merge.id }),
      Export: ({ exportStart }: { exportStart: { export: Member } }) => ({ export: exportStart.export.id }),
    };
    for (const { name, source, variables } of await guideSteps('registry.md')) {
      if (name === 'Merge') known['abenaVersion'] = (await registrar.run<{ person: Member }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id: known['abena'] })).person.version;
      const given = withKnown(variables, known);
      answers[name] = await registrar.run(source, given);
      Object.assign(known, learn[name]?.(answers[name] as never));
      if (name === 'Export') await platform.finishJobs();
    }

    expect(answers['Places']).toMatchObject({ placesRegister: { places: { 2: { code: 'GR-1-1', path: 'Green Region / Hill District / Upper Hill' } } } });
    expect(answers['Register']).toMatchObject({ householdRegister: { household: { members: { nodes: [
      { fullName: 'Abena Testwoman', birthDate: '1961-01-01', birthDatePrecision: 'YEAR', identifiers: { nodes: [{ type: 'national-number' }] } },
      { fullName: 'Kofi Testwoman', age: 35 }, { fullName: 'Ama Testwoman', birthDatePrecision: 'MONTH' },
    ] } } } });
    expect(answers['Search']).toMatchObject({ personSearch: { nodes: { 0: { person: { id: known['abena'] } } } } });
    expect(answers['Holder']).toEqual({ personByIdentifier: { id: known['abena'], fullName: 'Abena Testwoman' } });
    expect(answers['Known']).toMatchObject({ personDuplicatesLike: { 0: { person: { id: known['abena'] } } } });
    expect(answers['Past']).toEqual({ household: {
      place: { name: 'Upper Hill' }, head: { fullName: 'Abena Testwoman', age: 62 },
      members: { nodes: [{ fullName: 'Abena Testwoman', age: 62 }, { fullName: 'Kofi Testwoman', age: 33 }, { fullName: 'Ama Testwoman', age: 10 }] },
    } });
    expect(answers['Merge']).toMatchObject({ personMerge: { person: { id: known['abena'], birthDate: '1961-03-04', mergedFrom: { nodes: [{ fullName: 'Abbena Testwoman' }] } } } });
    const after = await registrar.run('query ($id: ID!) { person(by: { id: $id }) { birthDate birthDatePrecision household { code place { name } } contacts { nodes { value } } } }', { id: known['abena'] });
    expect(after).toEqual({ person: { birthDate: '1961-01-01', birthDatePrecision: 'YEAR', household: { code: 'HH-1', place: { name: 'Lower Hill' } }, contacts: { nodes: [{ value: '+233240000123' }] } } });
    expect(answers['Exported']).toMatchObject({ export: { state: 'DONE', rows: 4, file: { mediaType: 'text/csv' } } });
  });
});
