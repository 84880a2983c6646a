import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { anybody, done, pensionScheme, refusedBy, rule, someEmployer, workers } from './some-scheme.js';

let platform: TestPlatform;
let officer: TestClient;
let people: Readonly<Record<string, string>>;
let mill: string;
let school: string;
let scheme: string;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-03-10' });
  officer = anybody(platform);
  people = await workers(platform, ['Ama', 'Kofi']);
  ({ employer: mill } = await someEmployer(platform, 'MILL', '2010-01-01'));
  ({ employer: school } = await someEmployer(platform, 'SCHOOL'));
  scheme = await pensionScheme(platform, 'PENSION', [rule('old', 'ELIGIBILITY', 'person.age >= 60')]);
});
afterAll(() => platform.stop());

const start = (more: object): Promise<unknown> => done(officer, 'employmentStart', { personId: people['Ama'], employerId: mill, from: '2020-01-01', ...more }, 'employment { id }');
const refused = (mutation: string, input: object) => refusedBy(officer, mutation, input);

describe('whoever works', () => {
  it('works for several employers at once, and for one of them once at a time', async () => {
    await start({ to: '2022-01-01' });
    await start({ from: '2022-01-01' });
    await start({ employerId: school, category: 'PART_TIME' });
    expect(await refused('employmentStart', { personId: people['Ama'], employerId: mill, from: '2021-12-31', to: '2022-01-02' })).toMatchObject([{ code: 'EMPLOYMENT_OVERLAPS', path: ['input', 'from'] }]);
    expect(await officer.run('query ($id: ID!) { employer(by: { id: $id }) { number activity employments(orderBy: [{ validFrom: ASC }]) { nodes { validFrom validTo category person { givenName } } } } }', { id: mill })).toEqual({ employer: {
      number: 'E-MILL', activity: 'C10', employments: { nodes: [
        { validFrom: '2020-01-01', validTo: '2022-01-01', category: 'EMPLOYEE', person: { givenName: 'Ama' } }, { validFrom: '2022-01-01', validTo: null, category: 'EMPLOYEE', person: { givenName: 'Ama' } }] },
    } });
  });

  it('works on no day before their birth, after an end, or outside of the employer', async () => {
    expect(await refused('employmentStart', { personId: people['Kofi'], employerId: mill, from: '2009-12-31' })).toMatchObject([{ code: 'EMPLOYMENT_OUTSIDE' }]);
    expect(await refused('employmentStart', { personId: people['Kofi'], employerId: mill, from: '2020-01-01', to: '2020-01-01' })).toMatchObject([{ code: 'EMPLOYMENT_DATES' }]);
    await platform.pool.query('update people.person set birth_date = $2 where id = (select id from people.person where given_name = $1)', ['Kofi', '2015-05-05']);
    expect(await refused('employmentStart', { personId: people['Kofi'], employerId: mill, from: '2012-01-01' })).toMatchObject([{ code: 'EMPLOYMENT_BEFORE_BIRTH' }]);
    await done(officer, 'deathRecord', { personId: people['Kofi'], on: '2024-01-01' }, 'lifeEvent { id }');
    expect(await refused('employmentStart', { personId: people['Kofi'], employerId: mill, from: '2024-02-01' })).toMatchObject([{ code: 'EMPLOYMENT_AFTER_DEATH' }]);
  });

  it('keeps an employer from ending while they work for it', async () => {
    expect(await refused('employerEnd', { employerId: mill, on: '2026-01-01' })).toMatchObject([{ code: 'EMPLOYER_STILL_EMPLOYS' }]);
    const { employments } = await officer.run<{ employments: { nodes: { id: string }[] } }>('query ($id: ID!) { employments(where: { employer: { id: { eq: $id } }, validTo: { isNull: true } }) { nodes { id } } }', { id: mill });
    await done(officer, 'employmentEnd', { employmentId: employments.nodes[0]?.id, on: '2025-07-01' }, 'employment { id }');
    expect(await refused('employmentEnd', { employmentId: employments.nodes[0]?.id, on: '2025-08-01' })).toMatchObject([{ code: 'EMPLOYMENT_ENDED' }]);
    expect(await done(officer, 'employerEnd', { employerId: mill, on: '2026-01-01' }, 'employer { validTo }')).toMatchObject({ employer: { validTo: '2026-01-01' } });
    expect(await refused('employerEnd', { employerId: mill, on: '2026-02-01' })).toMatchObject([{ code: 'EMPLOYER_ENDED' }]);
  });
});

describe('an employer', () => {
  it('is an organisation with that role, once and under one number', async () => {
    const { organisation } = await done<{ organisation: { id: string } }>(officer, 'organisationRegister', { code: 'BANK', name: 'Bank' }, 'organisation { id }');
    expect(await refused('employerRegister', { organisationId: organisation.id, number: 'E-1' })).toMatchObject([{ code: 'NOT_AN_EMPLOYER' }]);
    await done(officer, 'organisationRoleAdd', { code: 'BANK', role: 'employer' }, 'organisation { id }');
    expect(await refused('employerRegister', { organisationId: organisation.id, number: 'E-MILL' })).toMatchObject([{ code: 'EMPLOYER_NUMBER_TAKEN' }]);
    await done(officer, 'employerRegister', { organisationId: organisation.id, number: 'E-BANK' }, 'employer { id }');
    expect(await refused('employerRegister', { organisationId: organisation.id, number: 'E-BANK-2' })).toMatchObject([{ code: 'EMPLOYER_TWICE' }]);
  });
});

describe('a member', () => {
  it('is one of a scheme once, under a number of their own', async () => {
    const register = { programmeId: scheme, personId: people['Ama'], number: 'M-1' };
    expect(await done(officer, 'pensionMemberRegister', register, 'member { number contractedOut person { givenName } }')).toMatchObject({ member: { number: 'M-1', contractedOut: false, person: { givenName: 'Ama' } } });
    expect(await refused('pensionMemberRegister', { ...register, number: 'M-2' })).toMatchObject([{ code: 'MEMBER_TWICE' }]);
    expect(await refused('pensionMemberRegister', { ...register, personId: people['Kofi'] })).toMatchObject([{ code: 'MEMBER_NUMBER_TAKEN' }]);
  });
});
