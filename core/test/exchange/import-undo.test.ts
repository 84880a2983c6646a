import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { HEADER, IMPORTER, importer, layOut, steering, type Importer } from './testing/imports.js';

let platform: TestPlatform;
let clerk: Importer;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = await importer(platform, platform.as(...IMPORTER));
  await layOut(clerk.client);
});
afterAll(() => platform.stop());

const file = (from: string): string => `${HEADER}\n${from}1,V1,Chief,Ada,${from},F,02/03/1980\n${from}1,V1,Kid,Ben,${from},M,05/2015\n${from}2,V2,HEAD,Eve,${from},F,1950\n`;

async function counts(): Promise<unknown> {
  const { rows } = await platform.pool.query('select (select count(*)::int from people.person) as persons, (select count(*)::int from people.household) as households, (select count(*)::int from people.membership) as memberships, (select count(*)::int from people.residence) as residences');
  return rows[0];
}

describe('an import is undone', () => {
  it('as a whole, and history keeps that it was', async () => {
    const before = await counts();
    const { id } = await clerk.run(file('U'));
    expect(await counts()).not.toEqual(before);
    await clerk.steer('importUndo', id);
    await platform.finishJobs();
    expect(await clerk.now(id)).toMatchObject({ state: 'UNDONE', job: { state: 'DONE' } });
    expect(await counts()).toEqual(before);
    const { rows } = await platform.pool.query("select from kernel.history where table_name = 'people.person' and operation = 'DELETE' and row_before ->> 'family_name' = 'U'");
    expect(rows.length).toBe(3);
  });

  it('unless something depends on it: then nothing is, and what depends is told', async () => {
    const { id } = await clerk.run(file('D'));
    const after = await counts();
    await platform.pool.query("update people.person set given_name = 'Eva' where family_name = 'D' and given_name = 'Eve'");
    const told = await clerk.client.send(steering('importUndo'), { id });
    await platform.finishJobs();
    expect(await counts()).toEqual(after);
    const now = await clerk.now(id);
    expect(now.state).toBe('DONE');
    expect(JSON.stringify([told, now])).toMatch(/people\.person|person/);
  });
});

describe('a file that nobody can read', () => {
  it('is refused with the line of the byte that is wrong, and nothing is written', async () => {
    const before = await counts();
    const { state, problem } = await clerk.run(Buffer.concat([Buffer.from(`${HEADER}\nW1,V1,Chief,Ad`), Buffer.from([0xe9]), Buffer.from(',W,F,1980\n')]));
    expect({ state, problem }).toEqual({ state: 'FAILED', problem: expect.stringMatching(/line 2/i) });
    expect(await counts()).toEqual(before);
  });
});
