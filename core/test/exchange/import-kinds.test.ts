import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    const { state } = await clerk.now(id);
    expect(['CANCELLED', 'DONE']).toContain(state);
    expect(await named('Cancelled')).toHaveLength(state === 'DONE' ? 1 : 0);
  });
});
