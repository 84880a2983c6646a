import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineModule, phoneticEncoders } from '../../src/index.js';
import { APP_ROLE, grantToApp } from '../../src/kernel/database/app-account.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

const metaphone = defineModule({ name: 'metaphone', version: '1.0.0', kinga: { requires: { matching: '*' } } }, {
  description: 'Compares names as in English',
  contributes: [phoneticEncoders.contribute('double-metaphone', { description: 'Double Metaphone', sqlFunction: 'metaphone.codes' })],
});

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [metaphone], choose: { 'matching.phonetic-encoders': 'double-metaphone' } });
  await platform.pool.query("insert into people.person (id, given_name, family_name, sex) select kernel.uuid7(), 'Thomas', unnest(array['Knight', 'Ouattara', 'Diallo']), 'MALE'");
});
afterAll(() => platform.stop());

const codes = async (): Promise<unknown> => (await platform.pool.query("select word, codes from matching.word where word in ('knight', 'diallo') order by word")).rows;
const REENCODE = 'mutation { personSearchReencode(input: {}) { job { id } userErrors { code } } }';
const job = async (): Promise<unknown> => {
  const clerk = platform.as('matching.search.manage', 'kernel.jobs.read');
  await clerk.run(REENCODE);
  await platform.finishJobs();
  return (await platform.pool.query('select state, result from kernel.job order by id desc limit 1')).rows[0];
};

describe('another phonetic encoder', () => {
  it('is in effect once the words have been encoded anew, also for words that come later, and again changes nothing', async () => {
    expect(await codes()).toEqual([{ word: 'diallo', codes: ['Al', 'jl'] }, { word: 'knight', codes: ['kngt'] }]);
    await platform.pool.query(`create schema metaphone; create function metaphone.codes(word text) returns text[] language sql immutable as 'select array[dmetaphone(word), dmetaphone_alt(word)]'`);
    await grantToApp(platform.pool, APP_ROLE);
    expect(await job()).toMatchObject({ state: 'DONE', result: { encoder: 'metaphone.codes', words: 4 } });
    await platform.pool.query("insert into people.person (id, family_name, sex) values (kernel.uuid7(), 'Nite', 'MALE')");
    expect((await platform.pool.query("select distinct codes from matching.word where word in ('knight', 'nite')")).rows).toEqual([{ codes: ['NT'] }]);
    expect(await job()).toMatchObject({ state: 'DONE', result: { words: 5, changed: 0 } });
  });

  it('is asked for only by who may', async () => {
    expect(await platform.as('people.persons.read').refuse(REENCODE)).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});
