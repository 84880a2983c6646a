import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { COLUMNS, HEADER, IMPORTER, importer, layOut, saveMapping, type Importer, type ImportNow } from './testing/imports.js';

let platform: TestPlatform;
let clerk: Importer;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = await importer(platform, platform.as(...IMPORTER));
  await layOut(clerk.client);
  const more = [
    { column: 'since', field: 'SINCE' }, { column: 'phone', field: 'PHONE' }, { column: 'mail', field: 'EMAIL' }, { column: 'nid', field: 'IDENTIFIER', name: 'national-number' },
    { column: 'estimated', field: 'BIRTH_ESTIMATED', values: [{ from: 'yes', to: 'true' }] },
  ];
  await saveMapping(clerk.client, { code: 'all', columns: [...COLUMNS, ...more] });
});
afterAll(() => platform.stop());

const ALL = `${HEADER},since,phone,mail,nid,estimated`;
const told = ({ problems }: ImportNow): readonly string[] => problems.nodes.map(({ number, code, column }) => `${number} ${code}${column === null ? '' : ` ${column}`}`);
const counted = async (): Promise<unknown> => (await platform.pool.query(
  'select (select count(*)::int from people.household) as households, (select count(*)::int from people.person) as persons, (select count(*)::int from people.identifier) as identifiers')).rows[0];

describe('rows that cannot be', () => {
  it('are told, each column of them, and their whole household is left out', async () => {
    const before = await counted();
    const now = await clerk.run([
      ALL,
      'B-1,V1,HEAD,A,Okoro,F,1980-01-01,,,,,',
      'B-1,V1,Kid,B,Okoro,X,31/02/2010,,,,,',
      ',V1,HEAD,C,Okoro,F,,,,,,',
      'B 2!,,BOSS,D,,F,2026-03-02,,12345,nobody,no,maybe',
      'B-3,V9,HEAD,E,Okoro,F,1849,,,,,',
      `B-4,V1,HEAD,${'x'.repeat(201)},Okoro,F,,,,,,`,
      'B-5,V1,HEAD,F,Okoro,F,1980-01-01,1979-12-31,,,,',
      'B-6,V1,HEAD,G\ufffd,Okoro,F,,2026-03-02,,,,',
    ].join('\n'), { mappingCode: 'all' });
    expect(now).toMatchObject({ state: 'DONE', rowCount: 8, rejectedCount: 8, createdCount: 0, householdCount: 0 });
    expect(told(now)).toEqual([
      '2 HOUSEHOLD_REJECTED', '3 VALUE_UNKNOWN sex', '3 DATE_MALFORMED born', '4 VALUE_MISSING household',
      '5 CODE_MALFORMED household', '5 VALUE_MISSING place', '5 VALUE_UNKNOWN role', '5 VALUE_MISSING family', '5 DATE_IN_FUTURE born', '5 PHONE_MALFORMED phone', '5 EMAIL_MALFORMED mail',
      '5 IDENTIFIER_MALFORMED nid', '5 VALUE_UNKNOWN estimated',
      '6 DATE_TOO_EARLY born', '6 PLACE_NOT_FOUND place', '7 VALUE_TOO_LONG given', '8 DATE_TOO_EARLY since', '9 VALUE_NOT_TEXT given', '9 DATE_IN_FUTURE since',
    ]);
    expect(await counted()).toEqual(before);
  });

  it('are told beside other rows of the file', async () => {
    const rows = [
      ALL,
      'C-1,V1,HEAD,A,Okoro,F,1980,,,,,', 'C-1,V2,Kid,B,Okoro,F,2010,,,,,',
      'C-2,V1,HEAD,A,Okoro,F,1980,,,,,', 'C-2,V1,HEAD,B,Okoro,M,1981,,,,,',
      'C-3,V1,Kid,A,Okoro,F,1980,,,,,',
      'C-4,V1,HEAD,A,Okoro,F,1980,,,,,', 'C-4,V1,Kid,B,Okoro,F,2010,,,,,', 'C-4,V1,Kid,B,Okoro,F,2010,,,,,',
      'C-5,V1,HEAD,A,Okoro,F,1980,,,,ABC-123456,', 'C-6,V1,HEAD,B,Okoro,F,1980,,,,abc 123 456,',
      'C-7,V1,HEAD,Z,Okoro,F,1980,,,,,', ...Array.from({ length: 60 }, (_, index) => `C-7,V1,Kid,Z${index},Okoro,F,2010,,,,,`),
    ];
    const now = await clerk.run(rows.join('\n'), { mappingCode: 'all', dryRun: true });
    expect(told(now).filter((line) => Number(line.split(' ')[0]) < 13)).toEqual([
      '2 PLACES_DIFFER place', '3 PLACES_DIFFER place', '4 HEADS_SEVERAL role', '5 HEADS_SEVERAL role', '6 HEAD_MISSING role', '7 HOUSEHOLD_REJECTED', '8 HOUSEHOLD_REJECTED', '9 ROW_TWICE',
      '10 IDENTIFIER_TWICE nid', '11 IDENTIFIER_TWICE nid', '12 MEMBERS_TOO_MANY household',
    ]);
    expect(now).toMatchObject({ rejectedCount: 71, createdCount: 0, householdCount: 0 });
  });

  it('are told in the language of the caller', async () => {
    const french = await importer(platform, platform.as({ permissions: IMPORTER, locale: 'fr' }));
    const { problems } = await french.run(`${HEADER}\nF-1,V1,HEAD,A,,F,\n`, { dryRun: true });
    expect(problems.nodes.map(({ message }) => message)).toEqual(['"family" est vide.']);
  });

  it('come back as a file with what is wrong, harmless to spreadsheets, that is mended and sent again', async () => {
    const now = await clerk.run(`${HEADER},note\nD-1,V1,HEAD,"A, ""the first""",Okoro,F,1980,=1+1\nD-1,V1,Kid,B,Okoro,F,2030-01-01,+5\nD-2,V1,HEAD,C,Okoro,F,1980,\n`);
    expect(now).toMatchObject({ createdCount: 1, rejectedCount: 2, rejects: { name: 'people-rejected.csv' } });
    const file = await clerk.rejects(now);
    expect(file).toBe([
      `${HEADER},note,row,problems`,
      `D-1,V1,HEAD,"A, ""the first""",Okoro,F,1980,'=1+1,2,Another row of this household is rejected; a household is imported as a whole or not at all.`,
      `D-1,V1,Kid,B,Okoro,F,2030-01-01,'+5,3,"""born"" is after the day of the import."`, '',
    ].join('\r\n'));
    expect(await clerk.run(file.replace('2030', '2010'))).toMatchObject({ createdCount: 2, rejectedCount: 0, rejects: null });
    expect(await clerk.client.run('{ household(by: { code: "D-1" }) { head { givenName } } }')).toEqual({ household: { head: { givenName: 'A, "the first"' } } });
  });

  it('may be a great many', async () => {
    const now = await clerk.run(`${HEADER}\n${'E-1,V1,Kid,A,,Q,never\n'.repeat(5_000)}`);
    expect(now).toMatchObject({ state: 'DONE', rowCount: 5_000, rejectedCount: 5_000 });
    expect((await clerk.rejects(now)).split('\r\n')).toHaveLength(5_002);
  });
});
