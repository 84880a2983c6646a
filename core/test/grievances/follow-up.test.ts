import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestClient } from '../../src/testing/index.js';
import { act, answer, mail, openDesk, receive, type Desk } from './testing/desk.js';

const FOLLOW = 'query ($code: String!) { grievanceFollowUp(code: $code) { state receivedOn expectedBy answers } }';
let desk: Desk;
let anybody: TestClient;

beforeAll(async () => {
  desk = await openDesk({ followUpTries: 5 });
  anybody = desk.platform.as();
});
afterAll(() => desk.platform.stop());

const follow = async (code: string): Promise<unknown> => (await anybody.run<{ grievanceFollowUp: unknown }>(FOLLOW, { code })).grievanceFollowUp;

describe('whoever has a code', () => {
  it('is told how far it is without an account, and nothing of what it is about', async () => {
    const { id, code } = await receive(desk, desk.clerk, { category: 'abuse', against: [mail('boss')] });
    expect(await follow(code)).toEqual({ state: 'RECEIVED', receivedOn: '2026-03-02', expectedBy: '2026-03-24', answers: 0 });
    await act(desk.guard, 'grievanceReview', { id });
    await act(desk.guard, 'grievanceDecide', { id, outcome: 'corrected', answer });
    expect(await follow(code)).toEqual({ state: 'RESOLVED', receivedOn: '2026-03-02', expectedBy: null, answers: 1 });
    // The type has no more to tell.
    const { __type: { fields } } = await anybody.run<{ __type: { fields: { name: string }[] } }>('{ __type(name: "GrievanceFollowUp") { fields { name } } }');
    expect(fields.map(({ name }) => name).sort()).toEqual(['answers', 'expectedBy', 'receivedOn', 'state']);
  });

  it('may write it as people write: small, without dashes, O for 0 and l for 1', async () => {
    const { code } = await receive(desk, desk.clerk);
    expect(await follow(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `)).toMatchObject({ state: 'RECEIVED' });
  });

  it('is told no more where an account is complained of, and no less', async () => {
    const { code } = await receive(desk, desk.clerk, { against: [mail('boss')] });
    expect(await desk.as('grievance-officer', 'boss').run(FOLLOW, { code })).toMatchObject({ grievanceFollowUp: { state: 'RECEIVED' } });
  });

  it('leaves it nowhere in the database in the clear', async () => {
    const { code } = await receive(desk, desk.clerk, { idempotencyKey: 'kept nowhere' });
    const { rows: tables } = await desk.platform.pool.query<{ name: string }>("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^(pg_|information)'");
    const plain = code.replaceAll('-', '');
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await desk.platform.pool.query<{ text: string }>(`select t.text from (select set_config('kinga.scope', 'all', true)) s, lateral (select x::text as text from ${name} x where x::text ~ $1) t`, [`${code}|${plain}`]);
      if (rows.length > 0) found.push(name);
    }
    expect(found).toEqual([]);
  });

  it('has its reads noted, of whom it is about', async () => {
    const { code } = await receive(desk, desk.clerk, { complainant: 'PERSON', personId: desk.here });
    await follow(code);
    const { rows: [note] } = await desk.platform.pool.query<{ actor: string; fields: string[]; subjects: string[] }>('select actor, fields, subjects from kernel.read_log order by id desc limit 1');
    expect(note).toMatchObject({ fields: ['GrievanceFollowUp.state'], subjects: [expect.any(String)] });
  });
});

describe('whoever guesses', () => {
  it('is told nothing, and soon not even that, however often they are right', async () => {
    const { code } = await receive(desk, desk.clerk);
    for (let at = 0; at < 10; at += 1) expect(await follow(code)).toMatchObject({ state: 'RECEIVED' });
    for (let at = 0; at < 5; at += 1) expect(await follow(`0000-0000-000${at}`)).toBeNull();
    expect(await anybody.refuse(FOLLOW, { code: '0000-0000-0009' })).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });

  it('gains nothing by asking many in one operation', async () => {
    const many = `{ ${Array.from({ length: 10 }, (_, at) => `g${at}: grievanceFollowUp(code: "0000-0000-00${at + 10}") { state }`).join(' ')} }`;
    const { errors } = await anybody.send(many);
    expect(errors.every(({ code }) => code === 'RATE_LIMITED')).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
  });
});
