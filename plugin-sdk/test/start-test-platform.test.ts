import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { chores, remind } from './fixtures/chores.js';

const PERSONS = '{ persons { totalCount nodes { familyName } } }';
const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path hint } } }';
const START = 'mutation ($what: String!) { choreStart(what: $what) { job { id state } userErrors { code } } }';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [chores], today: '2026-03-01' });
  await platform.as('people.places.manage', 'people.places.read').run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } }', {
    input: { places: [{ code: 'R1', name: 'North', level: 'region' }, { code: 'R2', name: 'South', level: 'region' }] },
  });
  for (const [placeCode, familyName] of [['R1', 'Mensah'], ['R2', 'Owusu']]) {
    await platform.as('registrar').run(REGISTER, { input: { placeCode, persons: [{ familyName, sex: 'FEMALE' }] } });
  }
});
afterAll(() => platform?.stop());

describe('somebody who asks', () => {
  it('may do what their permissions say', async () => {
    expect(await platform.as('people.persons.read').run(PERSONS)).toMatchObject({ persons: { totalCount: 2 } });
    expect(await platform.as('people.places.read').refuse(PERSONS)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await platform.as().refuse(PERSONS)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await platform.as({ name: 'somebody', role: 'registrar' }).run(PERSONS)).toMatchObject({ persons: { totalCount: 2 } });
  });

  it('sees the rows of their places', async () => {
    const there = platform.as({ role: 'registrar', places: ['R1'] });
    expect(await there.run(PERSONS)).toEqual({ persons: { totalCount: 1, nodes: [{ familyName: 'Mensah' }] } });
    expect(await platform.as({ role: 'registrar', places: [] }).run(PERSONS)).toMatchObject({ persons: { totalCount: 0 } });
  });

  it('cannot have a permission or role that nobody defines', () => {
    expect(() => platform.as('people.person.read')).toThrow('the permission people.person.read. Did you mean people.persons.read?');
    expect(() => platform.as('registrars')).toThrow('the role registrars. Did you mean registrar?');
  });

  it('is told in their language', async () => {
    const input = { placeCode: 'R1', persons: [{ familyName: 'Mensah', sex: 'FEMALE', birthDate: '2030-01-01' }] };
    const [english] = await platform.as({ role: 'registrar' }).refuse(REGISTER, { input });
    const [french] = await platform.as({ role: 'registrar', locale: 'fr' }).refuse(REGISTER, { input });
    expect(english).toMatchObject({ code: 'BORN_IN_FUTURE', path: ['input', 'persons', '0', 'birthDate'], hint: 'Check the year.' });
    expect(french?.message).not.toBe(english?.message);
  });
});

describe('an operation', () => {
  it('fails the test where it is refused, and says why', async () => {
    const input = { placeCode: 'NOWHERE', persons: [{ familyName: 'Mensah', sex: 'FEMALE' }] };
    await expect(platform.as('registrar').run(REGISTER, { input })).rejects.toThrow('PLACE_NOT_FOUND at input.placeCode: There is no place with the code NOWHERE');
    await expect(platform.as('registrar').run('{ persons { nodes { shoeSize } } }')).rejects.toThrow('Cannot query field "shoeSize"');
    await expect(platform.as('registrar').refuse(PERSONS)).rejects.toThrow('was not refused, but answered {"persons"');
  });

  it('fails with what happened inside, where that is a fault', async () => {
    await expect(platform.as('chores.chores.start').run('{ choreBroken }')).rejects.toThrow(/INTERNAL_SERVER_ERROR[\s\S]*What happened: the chore broke[\s\S]*chores\.ts/);
  });

  it('tells its statements, and none of those that others send meanwhile', async () => {
    const reader = platform.as('people.persons.read');
    await Promise.all([reader.run(PERSONS), ...Array.from({ length: 20 }, () => platform.pool.query('select 1'))]);
    expect(reader.statements()).toBe(1);
    expect(reader.sent()[0]).toContain('"people"."person"');
    const registrar = platform.as('registrar');
    await registrar.run(REGISTER, { input: { placeCode: 'R1', persons: [{ familyName: 'Boateng', sex: 'MALE' }] } });
    expect(registrar.sent().map((text) => text.trim().split(/[\s;]/)[0])).toEqual(expect.arrayContaining(['begin', 'insert', 'commit']));
  });

  it('happens on the day that is set', async () => {
    const input = { placeCode: 'R1', persons: [{ familyName: 'Addo', sex: 'MALE', birthDate: '2026-03-02' }] };
    expect(await platform.as('registrar').refuse(REGISTER, { input })).toMatchObject([{ code: 'BORN_IN_FUTURE' }]);
    platform.setToday('2026-03-02');
    expect(await platform.as('registrar').run(REGISTER, { input })).toMatchObject({ personsRegister: { userErrors: [] } });
  });
});

describe('what a module reads of persons by SQL of its own', () => {
  it('is noted, of those whom its reader sees alone, and not told where it can\'t be noted', async () => {
    const there = platform.as({ name: 'kofi', permissions: ['people.persons.read'], places: ['R2'] });
    expect(await there.run('{ choreHelpers }')).toEqual({ choreHelpers: ['Owusu'] });
    const { rows } = await platform.pool.query(`select actor, purpose, fields, cardinality(subjects) as subjects from kernel.read_log where actor = 'kofi@example.org'`);
    expect(rows).toEqual([{ actor: 'kofi@example.org', purpose: 'administration', fields: ['Person.familyName'], subjects: 1 }]);
    await platform.pool.query('alter table kernel.read_log add constraint full_disk check (false) not valid');
    expect(await there.send('{ choreHelpers }')).toMatchObject({ data: null, errors: [{ code: 'INTERNAL_SERVER_ERROR' }] });
    await platform.pool.query('alter table kernel.read_log drop constraint full_disk');
  });
});

describe('jobs and deliveries', () => {
  it('are waited for', async () => {
    const starter = platform.as('chores.chores.start', 'kernel.jobs.read');
    const { choreStart } = await starter.run<{ choreStart: { job: { id: string } } }>(START, { what: 'sweep' });
    await platform.finishJobs();
    expect(remind.told).toEqual(['sweep']);
    expect(await starter.run('query ($id: ID!) { job(by: { id: $id }) { state done total } }', { id: choreStart.job.id })).toEqual({ job: { state: 'DONE', done: 1, total: 1 } });
  });
});

describe('a server over HTTP', () => {
  it('answers whoever has a token', async () => {
    const { url } = await platform.serve();
    const ask = async (headers: Record<string, string>): Promise<unknown> => {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query: PERSONS }) });
      return answer.json();
    };
    const token = await platform.token({ role: 'registrar', places: ['R2'] });
    expect(await ask({ authorization: `Bearer ${token}` })).toMatchObject({ data: { persons: { totalCount: 1, nodes: [{ familyName: 'Owusu' }] } } });
    expect(await ask({})).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('a second platform', () => {
  it('has a database of its own', async () => {
    const other = await startTestPlatform({ modules: [chores], workers: false });
    try {
      expect(await other.as('people.persons.read').run(PERSONS)).toEqual({ persons: { totalCount: 0, nodes: [] } });
    } finally {
      await other.stop();
    }
  });
});
