import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/index.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { IMPORTER, importer, layOut, steering, type Importer } from '../exchange/testing/imports.js';
import { programme as programmeOf, publishedVersion, rule } from '../programmes/testing.js';
import { hits, uuid } from './testing/canaries.js';

/**
 * Whatever is done to somebody in the moment in which they are erased: both orders, each in transactions of its own, one of which waits for
 * the other. What was erased comes back by none.
 */
let platform: TestPlatform;
let clerk: Importer;
const DAY = '2026-03-01';
const WORK = [
  ...IMPORTER, 'people.persons.merge', 'programmes.enrolments.read', 'programmes.enrolments.apply', 'change-requests.requests.read', 'change-requests.requests.decide', 'privacy.corrections.read', 'privacy.corrections.record',
];
beforeAll(async () => {
  platform = await startTestPlatform({ today: DAY, settings: { 'change-requests': { policies: [{ operation: 'personRelationshipAdd' }] } } });
  clerk = await importer(platform, platform.as({ name: 'clerk', permissions: WORK }));
  await layOut(clerk.client);
});
afterAll(() => platform?.stop());

/** Somebody with the mark in their names. */
async function somebody(mark: string): Promise<string> {
  const { personsRegister } = await clerk.client.run<{ personsRegister: { persons: readonly { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }',
    { input: { placeCode: 'V1', persons: [{ givenName: `${mark}given`, familyName: `${mark}family`, sex: 'FEMALE', birthDate: '1971-05-17' }] } });
  return personsRegister.persons[0]?.id ?? '';
}

async function does(mutation: string, input: object, by = clerk.client): Promise<readonly string[]> {
  const { data, errors } = await by.send(`mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input });
  const told = (data as Readonly<Record<string, { readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[] } | null>> | null)?.[mutation]?.userErrors;
  return told?.map(({ code, path }) => `${code} ${path.slice(1).join('.')}`) ?? errors.map(({ code }) => code);
}

/** An erasure of somebody that was approved, as its job finds it. */
async function approved(person: string): Promise<string> {
  const { rows: [run] } = await platform.pool.query<{ id: string }>(
    `insert into privacy.erasure_run (id, kind, on_day, reason, proposed_by) values (kernel.uuid7(), 'REQUEST', $1, 'wants to be forgotten', 'one') returning id`, [DAY]);
  await platform.pool.query(`insert into privacy.erasure_case (id, run_id, person_id, due_on, state) values (kernel.uuid7(), $1, $2, $3, 'DUE')`, [run?.id, uuid(person), DAY]);
  await platform.pool.query(`update privacy.erasure_run set state = 'APPROVED', decided_by = 'two', decided_at = now() where id = $1`, [run?.id]);
  return run?.id ?? '';
}

const ERASE = 'select privacy.erase_next($1, $2, 100)';
/** What became of the person of an erasure, once events have forgotten them. */
async function became(run: string): Promise<string> {
  await platform.pool.query('select privacy.erase_mentions($1)', [run]);
  const { rows: [one] } = await platform.pool.query<{ state: string }>('select state from privacy.erasure_case where run_id = $1', [run]);
  return one?.state ?? '';
}

/** Until so many transactions wait for another one. */
async function waiting(some: number): Promise<void> {
  for (;;) {
    const { rows: [found] } = await platform.pool.query<{ n: number }>("select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    if ((found?.n ?? 0) >= some) return;
  }
}

/** An erasure that is not committed yet when `work` begins. */
async function erasedFirst<T>(person: string, work: () => Promise<T>): Promise<readonly [T, string]> {
  const run = await approved(person);
  const client = await platform.pool.connect();
  try {
    await client.query('begin');
    await client.query(ERASE, [run, DAY]);
    const going = work();
    await waiting(1);
    await client.query('commit');
    return [await going, await became(run)];
  } finally {
    client.release();
  }
}

/** An erasure that begins while `work` is about to write to `table`. */
async function erasedAfter<T>(person: string, table: string, work: () => Promise<T>): Promise<readonly [T, string]> {
  const run = await approved(person);
  const latch = await platform.pool.connect();
  try {
    await latch.query(`begin; lock table ${table} in share row exclusive mode`);
    const going = work();
    await waiting(1);
    const erasing = platform.pool.query(ERASE, [run, DAY]);
    await waiting(2);
    await latch.query('rollback');
    const told = await going;
    await erasing;
    return [told, await became(run)];
  } finally {
    latch.release();
  }
}

const held = (mark: string): Promise<readonly string[]> => hits(platform.pool, mark);
const contact = (personId: string, mark: string): Promise<readonly string[]> => does('personContactAdd', { personId, contact: { kind: 'EMAIL', value: `${mark}@example.org` } });

describe('a telephone number or an address', () => {
  it('is not added to somebody who is being erased', async () => {
    const person = await somebody('qcfirst');
    expect(await erasedFirst(person, () => contact(person, 'qcfirst'))).toEqual([['PERSON_ERASED personId'], 'ERASED']);
    expect(await held('qcfirst')).toEqual([]);
  });

  it('that is being added is erased with them', async () => {
    const person = await somebody('qcafter');
    expect(await erasedAfter(person, 'people.contact_point', () => contact(person, 'qcafter'))).toEqual([[], 'ERASED']);
    expect(await held('qcafter')).toEqual([]);
  });
});

describe('what somebody holds to be wrong', () => {
  const OFFICER = { name: 'officer', role: 'data-protection-officer' };
  async function contesting(mark: string): Promise<readonly [string, () => Promise<readonly string[]>]> {
    const person = await somebody(mark);
    const { correctionRecord } = await clerk.client.run<{ correctionRecord: { correctionRequest: { id: string } } }>(
      'mutation ($input: CorrectionRecordInput!) { correctionRecord(input: $input) { correctionRequest { id } userErrors { code message path } } }', { input: { personId: person, contested: `${mark} said`, wanted: `${mark} wanted` } });
    return [person, () => does('correctionAnswer', { id: correctionRecord.correctionRequest.id, granted: false, answer: `${mark} is told no` }, platform.as(OFFICER))];
  }

  it('is answered before they are erased', async () => {
    const [person, answering] = await contesting('qopen');
    expect(await erasedFirst(person, answering)).toEqual([[], 'BUSY']);
    const [other, answeringOther] = await contesting('qanswered');
    expect(await erasedAfter(other, 'privacy.correction_request', answeringOther)).toEqual([[], 'ERASED']);
    expect(await held('qanswered')).toEqual([]);
  });
});

describe('a row about somebody', () => {
  it('is not written to while they are erased', async () => {
    const person = await somebody('qrow');
    const { rows: [left] } = await platform.pool.query<{ id: string }>(
      `with made as (insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'LEFT', 'Cash', 'test', 'PERSON', 'GHS', '2016-01-01') returning id)
       insert into programmes.enrolment (id, programme_id, person_id, state, enrolled_on, exited_on) select kernel.uuid7(), made.id, $1, 'EXITED', '2016-01-01', '2018-06-30' from made returning id`, [uuid(person)]);
    const reentering = (): Promise<readonly string[]> => does('enrolmentReenter', { id: encodeId('enrolment', left?.id ?? ''), version: 1, note: 'qrow is back' });
    expect(await erasedFirst(person, reentering)).toEqual([['PERSON_ERASED id'], 'ERASED']);
    expect(await held('qrow')).toEqual([]);
  });
});

describe('a merge', () => {
  const pair = async (mark: string): Promise<readonly [string, string]> => [await somebody(`${mark}one`), await somebody(`${mark}two`)];
  const merge = (survivorId: string, mergedId: string): Promise<readonly string[]> => does('personMerge', { survivorId, survivorVersion: 1, mergedId, mergedVersion: 1, reason: 'the same' });

  it('does not take in somebody who is being erased, nor lets them take in another', async () => {
    const [survivor, merged] = await pair('qmerged');
    expect(await erasedFirst(merged, () => merge(survivor, merged))).toEqual([['PERSON_ERASED mergedId'], 'ERASED']);
    expect(await held('qmergedtwo')).toEqual([]);
    const [second, other] = await pair('qsurvivor');
    expect(await erasedFirst(second, () => merge(second, other))).toEqual([['PERSON_ERASED survivorId'], 'ERASED']);
    expect([await held('qsurvivorone'), (await held('qsurvivortwo')).length > 0]).toEqual([[], true]);
  });

  it('that is under way is erased with the survivor; whoever was merged is left, since what was held of them is held of that one', async () => {
    const [survivor, merged] = await pair('qboth');
    expect(await erasedAfter(survivor, 'people.person_merge', () => merge(survivor, merged))).toEqual([[], 'ERASED']);
    expect(await held('qboth')).toEqual([]);
    const [stays, gone] = await pair('qgone');
    expect(await erasedAfter(gone, 'people.person_merge', () => merge(stays, gone))).toEqual([[], 'BUSY']);
    expect((await held('qgone')).length).toBeGreaterThan(0);
  });

  it('is not taken back where the survivor is being erased; one that is being taken back leaves the other', async () => {
    const merged = async (mark: string): Promise<readonly [string, () => Promise<readonly string[]>]> => {
      const [survivor, other] = await pair(mark);
      await merge(survivor, other);
      const { rows: [one] } = await platform.pool.query<{ id: string }>('select id from people.person_merge where survivor_id = $1', [uuid(survivor)]);
      const prefix = platform.platform.model.byType.get('PersonMerge')?.prefix ?? '';
      return [survivor, () => does('personUnmerge', { mergeId: encodeId(prefix, one?.id ?? ''), reason: 'they are two' })];
    };
    const [first, unmergeFirst] = await merged('qtaken');
    expect(await erasedFirst(first, unmergeFirst)).toEqual([['PERSON_ERASED mergeId'], 'ERASED']);
    expect(await held('qtaken')).toEqual([]);
    const [after, unmergeAfter] = await merged('qapart');
    expect(await erasedAfter(after, 'people.person_merge', unmergeAfter)).toEqual([[], 'ERASED']);
    expect([await held('qapartone'), (await held('qaparttwo')).length > 0]).toEqual([[], true]);
  });
});

describe('the approval of a change that names somebody beside whom it is of', () => {
  async function asked(mark: string): Promise<readonly [string, () => Promise<readonly string[]>]> {
    const [personId, otherId] = [await somebody('qasker'), await somebody(mark)];
    const { personRelationshipAdd } = await clerk.client.run<{ personRelationshipAdd: { changeRequest: { id: string } } }>(
      'mutation ($input: PersonRelationshipAddInput!) { personRelationshipAdd(input: $input) { changeRequest { id } userErrors { code message path } } }', { input: { personId, otherId, kind: 'GUARDIAN' } });
    return [otherId, () => does('changeRequestApprove', { id: personRelationshipAdd.changeRequest.id }, platform.as({ name: 'approver', role: 'change-approver' }))];
  }

  it('is not taken while they are erased', async () => {
    const [person, approving] = await asked('qapprove');
    expect(await erasedFirst(person, approving)).toEqual([['PERSON_ERASED id.otherId'], 'ERASED']);
    expect((await platform.pool.query('select from people.relationship where other_id = $1 or person_id = $1', [uuid(person)])).rowCount).toBe(0);
  });

  it('that is under way is done, and they are erased', async () => {
    const [person, approving] = await asked('qallowed');
    expect(await erasedAfter(person, 'people.relationship', approving)).toEqual([[], 'ERASED']);
    expect(await held('qallowed')).toEqual([]);
  });
});

describe('an enrolment', () => {
  let programme: string;
  beforeAll(async () => {
    const { rows: [made] } = await platform.pool.query<{ id: string }>("insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'RACE', 'Cash', 'test', 'PERSON', 'GHS', '2016-01-01') returning id");
    programme = encodeId(platform.platform.model.byType.get('Programme')?.prefix ?? '', made?.id ?? '');
  });
  const applying = (personId: string): Promise<readonly string[]> => does('enrolmentApply', { programmeId: programme, personId, note: 'qenrol asks' });

  it('is not begun with somebody who is being erased', async () => {
    const person = await somebody('qenrol');
    expect(await erasedFirst(person, () => applying(person))).toEqual([['PERSON_ERASED personId'], 'ERASED']);
    expect(await held('qenrol')).toEqual([]);
  });

  it('that is being begun keeps them', async () => {
    const person = await somebody('qkept');
    expect(await erasedAfter(person, 'programmes.enrolment', () => applying(person))).toEqual([[], 'BUSY']);
    expect((await held('qkept')).length).toBeGreaterThan(0);
  });
});

describe('a run that enrols whoever is eligible', () => {
  const targeted = async (code: string): Promise<(person: string) => Promise<readonly string[]>> => {
    const officer = platform.as({ name: 'ama', role: 'programme-officer' });
    const programmeId = await programmeOf(officer, code, { target: 'PERSON' });
    await publishedVersion(platform, { programmeId, effectiveFrom: '2020-01-01', rules: [rule('everybody', 'ELIGIBILITY', 'person.age >= 0')] });
    return async (person) => {
      const told = await does('targetingStart', { programmeId, mode: 'ENROL' }, officer);
      await platform.finishJobs();
      const { rows: [made] } = await platform.pool.query<{ theirs: number; others: boolean }>(
        'select count(*) filter (where person_id = $2)::int as theirs, count(*) filter (where person_id <> $2) > 0 as others from programmes.enrolment where programme_id = $1', [uuid(programmeId), uuid(person)]);
      return [...told, `${made?.theirs} of theirs`, made?.others ? 'and others' : 'alone'];
    };
  };

  it('leaves out who is erased once it has found them', async () => {
    const [person, run] = [await somebody('qfound'), await targeted('T1')];
    expect(await erasedFirst(person, () => run(person))).toEqual([['0 of theirs', 'and others'], 'ERASED']);
    expect((await platform.pool.query('select from programmes.decision where person_id = $1', [uuid(person)])).rowCount).toBe(0);
    expect(await run(person)).toEqual(['0 of theirs', 'and others']);
  });

  it('keeps whom it is enrolling', async () => {
    const [person, run] = [await somebody('qjudged'), await targeted('T2')];
    expect(await erasedAfter(person, 'programmes.enrolment', () => run(person))).toEqual([['1 of theirs', 'and others'], 'BUSY']);
  });
});

describe('an import', () => {
  const HEAD = 'household,place,role,given,family,sex,born';
  const registered = (mark: string): string => `${HEAD}\n${mark},V1,Chief,${mark}a,${mark}a,,02/03/1980\n${mark},V1,Kid,${mark}b,${mark}b,,02/05/2015\n`;
  const told = (mark: string): string => `${HEAD}\n${mark},V1,Kid,${mark}b,${mark}b,M,02/05/2015\n`;
  /** A household that was imported, and the child of it. */
  async function family(mark: string): Promise<string> {
    expect(await clerk.run(registered(mark))).toMatchObject({ state: 'DONE', rejectedCount: 0 });
    const { rows: [child] } = await platform.pool.query<{ id: string }>('select id from people.person where family_name = $1', [`${mark}b`]);
    return encodeId('person', child?.id ?? '');
  }
  const updating = async (mark: string): Promise<unknown> => {
    const { state, rejectedCount, createdCount, updatedCount, problems } = await clerk.run(told(mark), { matchPolicy: 'UPDATE_EMPTY' });
    return [state, rejectedCount, createdCount, updatedCount, ...problems.nodes.map(({ code }) => code)];
  };
  const names = async (mark: string): Promise<number> => (await platform.pool.query('select from people.person where given_name ^@ $1', [`${mark}b`])).rowCount ?? 0;

  it('leaves out a row that it found to be of somebody who is erased before it is applied', async () => {
    const child = await family('qimpone');
    expect(await erasedFirst(child, () => updating('qimpone'))).toEqual([['DONE', 1, 0, 0, 'CHANGED_MEANWHILE'], 'ERASED']);
    expect(await names('qimpone')).toBe(0);
  });

  it('that is being applied is erased with them', async () => {
    const child = await family('qimptwo');
    expect(await erasedAfter(child, 'exchange.import_change', () => updating('qimptwo'))).toEqual([['DONE', 0, 0, 1], 'ERASED']);
    expect(await names('qimptwo')).toBe(0);
  });

  it('that is undone does not put back what it found', async () => {
    const child = await family('qimpback');
    const { id } = await clerk.run(told('qimpback'), { matchPolicy: 'UPDATE_EMPTY' });
    const [, state] = await erasedFirst(child, async () => {
      await clerk.client.run(steering('importUndo'), { id });
      await platform.finishJobs();
    });
    expect([state, (await clerk.now(id)).state, await names('qimpback')]).toEqual(['ERASED', 'UNDONE', 0]);
  });

  it('finds nobody who was erased by what is left of them', async () => {
    const person = await somebody('qleft');
    const run = await approved(person);
    await platform.pool.query(ERASE, [run, DAY]);
    const { rows: [left] } = await platform.pool.query<{ place: string | null; born: string; family: string; given: string | null }>('select l.code as place, p.birth_date::text as born, p.family_name as family, p.given_name as given from people.person p left join people.place l on l.id = p.place_id where p.id = $1', [uuid(person)]);
    expect(left).toEqual({ place: 'V1', born: '1971-01-01', family: '(erased)', given: null });
    expect(await clerk.run(`${HEAD}\nQLEFT,V1,Chief,,(erased),M,1971\n`, { matchPolicy: 'UPDATE_EMPTY' })).toMatchObject({ state: 'DONE', rejectedCount: 0, createdCount: 1, updatedCount: 0 });
  });
});
