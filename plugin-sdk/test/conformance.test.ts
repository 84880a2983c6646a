import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS, startExamination, type Examined } from '@kinga/plugin-sdk/testing';
import { sloppy, unguarded } from './fixtures/careless/module.js';

let examined: Examined;

async function faults(promise: string): Promise<readonly string[]> {
  const check = CHECKS.find((candidate) => candidate.promise.startsWith(promise));
  if (!check) throw new Error(`no check ${promise}`);
  return check.faults(examined);
}

beforeAll(async () => {
  examined = await startExamination(sloppy, {
    seed: [],
    variables: async ({ pool }) => {
      await pool.query("insert into people.person (id, family_name, sex) values (kernel.uuid7(), 'Mensah', 'FEMALE')");
      await pool.query('insert into careless.visit (id, person_id) select kernel.uuid7(), p.id from people.person p, generate_series(1, 3)');
      return {};
    },
  });
});
afterAll(() => examined?.platform.stop());

describe('a module that breaks the contract', () => {
  it('does not start with a field that says nothing about who may use it', async () => {
    await expect(startExamination(unguarded)).rejects.toThrow(/Query\.secret of careless \(Secrets\.secret\) does not say who may use it/);
  });

  it('is told what lacks a description', async () => {
    expect(await faults('describes')).toEqual([
      expect.stringMatching(/^Mood\.BAD of careless/),
      expect.stringMatching(/^Visit\.remark of careless/),
    ]);
  });

  it('is told which rules of the schema it breaks', async () => {
    expect(await faults('keeps the rules')).toEqual([
      'the permission careless.visits is not named careless.<what>.<may>',
      'Visit has the id prefix person, which another type has too',
      'Visit.person leads to rows that not everybody may see: make it nullable, or name it in seenWith.',
      'Visit.mood is an enum whose values are not its names: the database keeps names.',
      'Visit.remark is not nullable, its column is: make both the same.',
    ]);
  });

  it('is told where its tables are not what its entities say', async () => {
    expect(await faults('makes by its migrations')).toEqual([
      'careless.visit.mood is character varying(10), the entity says text',
      'careless.visit.remark is not nullable, the entity says otherwise',
      'careless.visit has no column minutes',
      "careless.visit keeps no history: end its migration with call kernel.keep_history('careless.visit') or kernel.append_only('careless.visit')",
    ]);
    expect(await faults('says of every table')).toEqual([expect.stringMatching(/^The table careless\.scrap is no resource, and nothing says what it holds\./)]);
    expect(await faults('has PostgreSQL guard')).toEqual([expect.stringMatching(/^The table careless\.visit holds something of persons, and no policy/)]);
    expect(await faults('has a snapshot')).toEqual([expect.stringMatching(/^careless has no .*snapshot\.txt/)]);
  });

  it('is told which lists cost more the longer they are', async () => {
    expect(await faults('answers its lists')).toEqual(['visits takes 4 statements for many rows and 2 for one']);
  });

  it('is told nothing where it keeps a promise', async () => {
    expect(await faults('refuses every root field')).toEqual([]);
    expect(await faults('refuses every field that it adds')).toEqual([]);
    expect(await faults('shows no row')).toEqual([]);
  });

  it('is told which texts are missing', async () => {
    expect(await faults('says every text')).toEqual([expect.stringMatching(/^careless does not say in fr: careless\.visits\./)]);
  });

  it('is told which operations are wrong', async () => {
    expect(await faults('offers operations that are valid')).toEqual([expect.stringMatching(/visits\.graphql:2 of careless: Cannot query field "doctor"/)]);
    expect(await faults('offers operations that run')).toEqual([
      expect.stringMatching(/^GoneField in .*Cannot query field "doctor"/),
      expect.stringMatching(/^OneVisit in .* needs variables/),
    ]);
  });
});
