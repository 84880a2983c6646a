import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { HEADER, IMPORTER, importer, layOut, START, type Importer } from './testing/imports.js';

let platform: TestPlatform;
let clerk: Importer;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = await importer(platform, platform.as(...IMPORTER));
  await layOut(clerk.client);
});
afterAll(() => platform.stop());

const GOOD = `${HEADER}
H-1,V1,Chief,Ada,Onyango,F,02/03/1980
H-1,V1,Kid,Ben,Onyango,M,05/2015
H-2,V2,HEAD,,Sukarno,M,1950
H-1,V1,Wife,Cara,Onyango,F,1981-01-01
`;

describe('a file of households with their members', () => {
  it('is registered, whatever the order of its rows', async () => {
    const done = await clerk.run(GOOD);
    expect(done).toMatchObject({ state: 'DONE', rowCount: 4, rejectedCount: 0, householdCount: 2, createdCount: 4, unchangedCount: 0, rejects: null, job: { state: 'DONE' } });
    expect(await clerk.client.run(`{ household(by: { code: "H-1" }) { place { code } head { givenName sex birthDate }
      memberships(orderBy: [{ role: ASC }]) { nodes { role validFrom person { givenName birthDate } } } } }`)).toEqual({
      household: {
        place: { code: 'V1' }, head: { givenName: 'Ada', sex: 'FEMALE', birthDate: '1980-03-02' },
        memberships: {
          nodes: [
            { role: 'CHILD', validFrom: '2026-03-01', person: { givenName: 'Ben', birthDate: '2015-05-01' } },
            { role: 'HEAD', validFrom: '2026-03-01', person: { givenName: 'Ada', birthDate: '1980-03-02' } },
            { role: 'SPOUSE', validFrom: '2026-03-01', person: { givenName: 'Cara', birthDate: '1981-01-01' } },
          ],
        },
      },
    });
    const { rows } = await platform.pool.query("select given_name, birth_precision from people.person where family_name in ('Onyango', 'Sukarno') order by 1");
    expect(rows.map(({ given_name: name, birth_precision: precision }) => `${name} ${precision}`)).toEqual(['Ada DAY', 'Ben MONTH', 'Cara DAY', 'null YEAR']);
    const { rows: events } = await platform.pool.query<{ name: string; count: number }>("select name, jsonb_array_length(payload -> 'ids') as count from kernel.event where payload ? 'ids' and name <> 'people.places-registered' order by name");
    expect(events).toEqual([{ name: 'exchange.households-imported', count: 2 }, { name: 'people.persons-registered', count: 4 }]);
    for (const table of ['import_row', 'import_household', 'import_chunk']) expect((await platform.pool.query(`select from exchange.${table}`)).rowCount).toBe(0);
  });

  it('is told to be imported already, unless somebody insists; then its people are known', async () => {
    const again = await clerk.send(GOOD);
    expect(await clerk.client.refuse(START, { input: { fileId: again, mappingCode: 'census' } })).toMatchObject([{ code: 'IMPORTED_ALREADY', path: ['input', 'fileId'] }]);
    expect(await clerk.run(GOOD, { again: true })).toMatchObject({ state: 'DONE', createdCount: 0, householdCount: 0, unchangedCount: 4, rejectedCount: 0 });
  });
});
