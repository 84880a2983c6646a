import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { __module__ } from '../src/index.js';
import { registerSomebody } from './somebody.js';

const RECORD = 'mutation ($input: __Entity__RecordInput!) { __entity__Record(input: $input) { __entity__ { date } userErrors { code message path } } }';
const OF_PERSON = 'query ($person: ID!) { person(by: { id: $person }) { last__Entity__On __entities__ { totalCount nodes { date note } } } }';

let platform: TestPlatform;
let officer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [__module__], today: '2026-03-01' });
  officer = platform.as({ role: '__id__-officer' });
});
afterAll(() => platform?.stop());

describe('recording one __word__', () => {
  it('shows it with the person, by one statement', async () => {
    const personId = await registerSomebody(platform);
    await officer.run(RECORD, { input: { personId, date: '2026-02-27' } });
    await officer.run(RECORD, { input: { personId, date: '2026-02-26', note: 'the day before' } });
    expect(await officer.run(OF_PERSON, { person: personId })).toEqual({
      person: {
        last__Entity__On: '2026-02-27',
        __entities__: { totalCount: 2, nodes: [{ date: '2026-02-27', note: null }, { date: '2026-02-26', note: 'the day before' }] },
      },
    });
    expect(officer.statements()).toBe(1);
  });

  it('refuses what cannot be, says why, and records nothing', async () => {
    const personId = await registerSomebody(platform);
    expect(await officer.refuse(RECORD, { input: { personId, date: '2026-03-02' } })).toMatchObject([{ code: '__CODE___IN_FUTURE', path: ['input', 'date'] }]);
    await officer.run(RECORD, { input: { personId, date: '2026-02-27' } });
    expect(await officer.refuse(RECORD, { input: { personId, date: '2026-02-27' } })).toMatchObject([{ code: '__CODE___RECORDED_BEFORE', path: ['input', 'date'] }]);
    expect(await officer.run(OF_PERSON, { person: personId })).toMatchObject({ person: { __entities__: { totalCount: 1 } } });
  });

  it('takes the permission, and a person of the places of who records', async () => {
    const personId = await registerSomebody(platform, 'NORTH');
    await registerSomebody(platform, 'SOUTH');
    const reader = platform.as('__id__.__what__.read', 'people.persons.read');
    expect(await reader.refuse(RECORD, { input: { personId, date: '2026-02-27' } })).toMatchObject([{ code: 'FORBIDDEN' }]);
    const elsewhere = platform.as({ role: '__id__-officer', places: ['SOUTH'] });
    expect(await elsewhere.refuse(RECORD, { input: { personId, date: '2026-02-27' } })).toMatchObject([{ code: 'PERSON_NOT_FOUND', path: ['input', 'personId'] }]);
    const there = platform.as({ role: '__id__-officer', places: ['NORTH'] });
    expect(await there.run(RECORD, { input: { personId, date: '2026-02-27' } })).toMatchObject({ __entity__Record: { userErrors: [] } });
  });
});
