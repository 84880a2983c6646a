import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsxWriter } from '../../src/exchange/exports/xlsx.js';
import { contradictions } from '../../src/people/testing/contradictions.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { COLUMNS, HEADER, IMPORTER, importer, layOut, saveMapping, steering, type Importer } from './testing/imports.js';

let platform: TestPlatform;
let clerk: Importer;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = await importer(platform, platform.as(...IMPORTER));
  await layOut(clerk.client);
});
afterAll(() => platform.stop());

const named = async (family: string): Promise<unknown> => (await platform.pool.query('select given_name, sex, birth_date::text from people.person where family_name = $1 order by given_name', [family])).rows;

describe('files as offices keep them', () => {
  it('are read in Windows-1252 with semicolons, as their mapping says', async () => {
    await saveMapping(clerk.client, { code: 'office', columns: COLUMNS, encoding: 'WINDOWS_1252', delimiter: ';' });
    const text = `${HEADER}\nE1,V1,Chief,Zoé,Müller,F,02/03/1980\n`.replaceAll(',', ';');
    expect(await clerk.run(Buffer.from(text, 'latin1'), { mappingCode: 'office' })).toMatchObject({ state: 'DONE', rejectedCount: 0, createdCount: 1 });
    expect(await named('Müller')).toEqual([{ given_name: 'Zoé', sex: 'FEMALE', birth_date: '1980-03-02' }]);
  });

  it('are read in UTF-16, and in UTF-8 that begins with a mark', async () => {
    await saveMapping(clerk.client, { code: 'wide', columns: COLUMNS, encoding: 'UTF_16LE' });
    expect(await clerk.run(Buffer.from(`\ufeff${HEADER}\nE2,V1,Chief,Ṣadé,Wide,F,1980\n`, 'utf16le'), { mappingCode: 'wide' })).toMatchObject({ state: 'DONE', createdCount: 1 });
    expect(await clerk.run(`\ufeff${HEADER}\nE3,V1,Chief,Ann,Marked,F,1980\n`)).toMatchObject({ state: 'DONE', createdCount: 1 });
    expect(await named('Wide')).toEqual([{ given_name: 'Ṣadé', sex: 'FEMALE', birth_date: '1980-01-01' }]);
  });
});

describe('a workbook', () => {
  it('is read with its dates and numbers as they stand in their cells, from the sheet that is named', async () => {
    const types: Readonly<Record<string, string>> = { born: 'LocalDate' };
    const writer = xlsxWriter(HEADER.split(',').map((name) => ({ path: [name], name, type: types[name] ?? 'String' })), undefined, 4);
    const rows = [
      { household: 'X1', place: 'V1', role: 'Chief', given: 'Ada', family: 'Booked & Sons', sex: 'F', born: '1980-03-02' },
      { household: 'X1', place: 'V1', role: 'Kid', given: null, family: 'Booked & Sons', sex: 'M', born: '2015-05-01' },
    ];
    const bytes = Buffer.concat([writer.begin(), writer.rows(rows), writer.end()]);
    expect(await clerk.run(bytes, { name: 'people.xlsx' })).toMatchObject({ state: 'DONE', problem: null, rowCount: 2, rejectedCount: 0, createdCount: 2, householdCount: 1 });
    expect(await named('Booked & Sons')).toEqual([{ given_name: 'Ada', sex: 'FEMALE', birth_date: '1980-03-02' }, { given_name: null, sex: 'MALE', birth_date: '2015-05-01' }]);
    expect(await clerk.run(Buffer.concat([bytes, Buffer.from(' ')]), { name: 'people.xlsx', sheet: 'Nowhere' })).toMatchObject({ state: 'FAILED', createdCount: 0 });
  });
});

describe('somebody who is known by a number', () => {
  it('is the same person however the name is written; the number is not there to be read', async () => {
    await saveMapping(clerk.client, { code: 'numbers', columns: [...COLUMNS, { column: 'number', field: 'IDENTIFIER', name: 'national-number' }] });
    const row = (given: string): string => `${HEADER},number\nN1,V1,Chief,${given},Numbered,F,1980,ABC-7766551\n`;
    expect(await clerk.run(row('Grace'), { mappingCode: 'numbers' })).toMatchObject({ state: 'DONE', createdCount: 1 });
    expect(await clerk.run(row('Gracie'), { mappingCode: 'numbers' })).toMatchObject({ state: 'DONE', createdCount: 0, unchangedCount: 1 });
    expect(await named('Numbered')).toMatchObject([{ given_name: 'Grace' }]);
    const { rows } = await platform.pool.query("select to_jsonb(i) as row from people.identifier i join people.person p on p.id = i.person_id where p.family_name = 'Numbered'");
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('7766551');
  });
});

describe('people who are known already', () => {
  const row = (sex: string): string => `${HEADER}\nK1,V1,Chief,Kay,Known,${sex},1980\n`;

  it('stay as they are, are filled in, or are rejected, as the policy says', async () => {
    await clerk.run(row('F'));
    expect(await clerk.run(`${row('F')}K1,V1,Kid,New,Known,M,2015\n`, { matchPolicy: 'UPDATE_EMPTY' })).toMatchObject({ state: 'DONE', createdCount: 1, householdCount: 0 });
    expect(await clerk.run(row('F'), { matchPolicy: 'REJECT', again: true })).toMatchObject({ state: 'DONE', createdCount: 0, rejectedCount: 1 });
    expect(await named('Known')).toHaveLength(2);
  });
});

describe('whoever acts in one village only', () => {
  it('imports into that village only; others are rejected as if there were no such place', async () => {
    const local = await importer(platform, platform.as({ permissions: IMPORTER, places: ['V1'], name: 'local' }));
    const done = await local.run(`${HEADER}\nL1,V1,Chief,In,Local,F,1980\nL2,V2,Chief,Out,Local,F,1980\n`);
    expect(done).toMatchObject({ state: 'DONE', createdCount: 1, rejectedCount: 1 });
    expect(await named('Local')).toMatchObject([{ given_name: 'In' }]);
  });
});

describe('an import that is cancelled', () => {
  it('ends, and nothing more of it is written', async () => {
    const fileId = await clerk.send(`${HEADER}\nC1,V1,Chief,Cy,Cancelled,F,1980\n`);
    const id = await clerk.start(fileId);
    await clerk.client.send(steering('importCancel'), { id });
    await platform.finishJobs();
    const { state, createdCount } = await clerk.now(id);
    expect(['CANCELLED', 'DONE']).toContain(state);
    // It may have been at it.
    expect(await named('Cancelled')).toHaveLength(createdCount);
  });
});

describe('a list of persons', () => {
  const HEAD = 'place,given,family,born,since';
  const columns = [
    { column: 'place', field: 'PLACE_CODE' }, { column: 'given', field: 'GIVEN_NAME' }, { column: 'family', field: 'FAMILY_NAME' }, { column: 'born', field: 'BIRTH_DATE' }, { column: 'since', field: 'SINCE' },
  ];

  it('who belong to no household, is registered likewise, and undone', async () => {
    await saveMapping(clerk.client, { code: 'persons', columns });
    expect(await clerk.run(`${HEADER}\nHL-1,V1,Chief,Homer,Listed,M,1970-01-01\n`)).toMatchObject({ createdCount: 1 });
    const rows = ['V1,Ann,Listed,1980-01-01,2020-05-01', 'V1,Homer,Listed,1970-01-01,', 'V9,Eve,Listed,1990-01-01,', 'V2,,Listed,,', 'V1,Ann,Listed,1980-01-01,'];
    const dry = await clerk.run(`${HEAD}\n${rows.join('\n')}`, { mappingCode: 'persons', dryRun: true });
    expect(dry).toMatchObject({ state: 'DONE', householdCount: 0, createdCount: 2, unchangedCount: 1, rejectedCount: 2 });
    const now = await clerk.run(`${HEAD}\n${rows.join('\n')}`, { mappingCode: 'persons' });
    expect(now).toMatchObject({ state: 'DONE', householdCount: 0, createdCount: 2, unchangedCount: 1, rejectedCount: 2 });
    expect(now.problems.nodes.map(({ number, code }) => `${number} ${code}`)).toEqual(['4 PLACE_NOT_FOUND', '6 ROW_TWICE']);
    expect(await clerk.client.run('{ persons(where: { familyName: { eq: "Listed" } }, orderBy: [{ givenName: ASC }]) { nodes { givenName household { code } place { code } residences { nodes { validFrom place { code } } } } } }')).toEqual({ persons: { nodes: [
      { givenName: 'Ann', household: null, place: { code: 'V1' }, residences: { nodes: [{ validFrom: '2020-05-01', place: { code: 'V1' } }] } },
      { givenName: 'Homer', household: { code: 'HL-1' }, place: { code: 'V1' }, residences: { nodes: [] } },
      { givenName: null, household: null, place: { code: 'V2' }, residences: { nodes: [] } },
    ] } });
    await clerk.client.run(steering('importUndo'), { id: now.id });
    await platform.finishJobs();
    expect(await named('Listed')).toHaveLength(1);
  });
});

describe('those who have died', () => {
  it('belonged to their household until then, and are never its head; who is registered as living is left to a clerk', async () => {
    await saveMapping(clerk.client, { code: 'deaths', columns: [...COLUMNS, { column: 'since', field: 'SINCE' }, { column: 'died', field: 'DEATH_DATE' }] });
    const file = (rows: readonly string[]): string => `${HEADER},since,died\n${rows.join('\n')}\n`;
    const rows = ['DD-1,V1,Chief,Ada,Mourner,F,1980-01-01,2020-01-01,', 'DD-1,V1,Wife,Bea,Mourner,F,1981-01-01,2020-01-01,2024-05-06', 'DD-2,V1,Chief,Cy,Mourner,M,1980-01-01,,2024-05-06', 'DD-3,V1,Chief,Di,Mourner,F,1980-01-01,,', 'DD-3,V1,Kid,Ed,Mourner,M,2020-01-01,,2019-01-01'];
    const now = await clerk.run(file(rows), { mappingCode: 'deaths' });
    expect(now).toMatchObject({ state: 'DONE', createdCount: 2, rejectedCount: 3 });
    expect(now.problems.nodes.map(({ number, code }) => `${number} ${code}`)).toEqual(['4 HEAD_DEAD', '5 HOUSEHOLD_REJECTED', '6 DEATH_BEFORE_BIRTH']);
    const people = '{ persons(where: { familyName: { eq: "Mourner" } }, orderBy: [{ givenName: ASC }]) { nodes { givenName deathDate household { code } memberships { nodes { role validFrom validTo } } } } }';
    expect(await clerk.client.run(people)).toEqual({ persons: { nodes: [
      { givenName: 'Ada', deathDate: null, household: { code: 'DD-1' }, memberships: { nodes: [{ role: 'HEAD', validFrom: '2020-01-01', validTo: null }] } },
      { givenName: 'Bea', deathDate: '2024-05-06', household: null, memberships: { nodes: [{ role: 'SPOUSE', validFrom: '2020-01-01', validTo: '2024-05-06' }] } },
    ] } });
    expect(await contradictions(platform.pool, '2026-03-01')).toEqual([]);
    // The same again finds both as they are; who is registered as living stays so.
    expect(await clerk.run(file(rows.slice(0, 2)), { mappingCode: 'deaths' })).toMatchObject({ createdCount: 0, unchangedCount: 2, rejectedCount: 0 });
    const later = await clerk.run(file(['DD-1,V1,Kid,Ada,Mourner,F,1980-01-01,2020-01-01,2025-01-01']), { mappingCode: 'deaths' });
    expect(later.problems.nodes.map(({ code, column }) => `${code} ${column}`)).toEqual(['DEATH_OTHERWISE died']);
  });

  it('fill in no day of birth that is after what is known', async () => {
    await saveMapping(clerk.client, { code: 'births', columns: [...COLUMNS, { column: 'number', field: 'IDENTIFIER', name: 'national-number' }, { column: 'since', field: 'SINCE' }] });
    const row = (born: string, since = ''): string => `${HEADER},number,since\nBB-1,V1,Chief,Fay,Later,F,${born},BBLATER1,${since}\n`;
    await clerk.run(row('', '2020-01-01'), { mappingCode: 'births' });
    const wrong = await clerk.run(row('2021-01-01'), { mappingCode: 'births', matchPolicy: 'UPDATE_EMPTY' });
    expect(wrong.problems.nodes.map(({ code }) => code)).toEqual(['BORN_OTHERWISE']);
    expect(await clerk.run(row('1990-01-01'), { mappingCode: 'births', matchPolicy: 'UPDATE_EMPTY' })).toMatchObject({ updatedCount: 1, rejectedCount: 0 });
    expect(await named('Later')).toEqual([{ given_name: 'Fay', sex: 'FEMALE', birth_date: '1990-01-01' }]);
  });
});
