import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { Clerks, deeds } from '../people/testing/deeds.js';
import { CLERK, register, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { programmeOf } from './testing/enrolling.js';

const TODAY = '2026-03-01';
/** More by hand: `RUNS=100 npx vitest run core/test/programmes/participants.test.ts`. */
const RUNS = Number(process.env['RUNS'] ?? 3);
const uuid = (id: string | undefined): string => decodeId(id ?? '')?.uuid ?? '';
let platform: TestPlatform;
let programmes: readonly string[];

beforeAll(async () => {
  platform = await startTestPlatform({ today: TODAY, workers: false });
  await twoPlaces(platform.as(...CLERK));
  programmes = [uuid(await programmeOf(platform, 'ONE')), uuid(await programmeOf(platform, 'TWO', { target: 'PERSON' })), uuid(await programmeOf(platform, 'THREE'))];
});
afterAll(() => platform.stop());

/** What takes part by what enrolments and households say, and where, and is not kept so, or the other way about. */
async function wrong(): Promise<readonly object[]> {
  const { rows } = await platform.pool.query<object>(`
    with takes_part as (
      select coalesce(person_id, household_id) as subject_id, programme_id from programmes.enrolment where organisation_id is null
      union select p.household_id, e.programme_id from programmes.enrolment e join people.person p on p.id = e.person_id where p.household_id is not null
      union select p.id, e.programme_id from programmes.enrolment e join people.person p on p.household_id = e.household_id),
    at as (select id, place_id from people.person union all select id, place_id from people.household),
    due as (select t.subject_id, t.programme_id, at.place_id from takes_part t join at on at.id = t.subject_id),
    kept as (select subject_id, programme_id, place_id from programmes.participant)
    select 'not kept' as what, d.* from (select * from due except select * from kept) d union all select 'kept', k.* from (select * from kept except select * from due) k`);
  return rows;
}

const ENROL = (column: 'person_id' | 'household_id'): string =>
  `insert into programmes.enrolment (id, programme_id, ${column}, state, state_on, enrolled_on) values (kernel.uuid7(), $1, $2, 'ENROLLED', '2026-02-01', '2026-02-01') on conflict do nothing`;

describe('who takes part', () => {
  it('is what enrolments and households say, whatever clerks do', async () => {
    const clerks = new Clerks(platform, platform.as(...CLERK, 'people.life-events.read', 'people.life-events.record', 'people.life-events.void'));
    let kept = 0;
    await fc.assert(fc.asyncProperty(deeds, async (sequence) => {
      for (const each of sequence) {
        await clerks.act(each, TODAY);
        const column = each.c % 2 === 0 ? 'person_id' : 'household_id';
        const { rows } = await platform.pool.query<{ id: string }>(`select id from people.${column === 'person_id' ? 'person' : 'household'} order by id desc limit 12`);
        if (each.b % 3 > 0 && rows.length > 0) await platform.pool.query(ENROL(column), [programmes[each.a % 3], rows[each.b % rows.length]?.id]);
        expect(await wrong(), JSON.stringify(each)).toEqual([]);
      }
      kept = (await platform.pool.query('select from programmes.participant')).rowCount ?? 0;
    }), { numRuns: RUNS, endOnFailure: true });
    expect(kept).toBeGreaterThan(5);
    expect(['add', 'memberMove', 'split', 'merge', 'personMerge', 'unmerge'].filter((what) => !clerks.done[what])).toEqual([]);
  }, 120_000);

  it('follows an enrolment that is given to somebody else', async () => {
    const [one, other] = await register(platform.as(...CLERK), [{}, {}]);
    await platform.pool.query(ENROL('person_id'), [programmes[1], uuid(one)]);
    await platform.pool.query('update programmes.enrolment set person_id = $2 where person_id = $1', [uuid(one), uuid(other)]);
    expect(await wrong()).toEqual([]);
    expect((await platform.pool.query('select subject_id from programmes.participant where subject_id = any($1)', [[uuid(one), uuid(other)]])).rows).toEqual([{ subject_id: uuid(other) }]);
  });

  it.each(['all|all|["ONE"]', 'all|all|["ONE","TWO"]', '["V1"]|all|["ONE","TWO"]', '["V1"]|all|all', '["R"]|all|all', '["V1"]|all|[]', '[]|all|["ONE"]', '[]|all|all', 'all|all', ''])('shows the same whether a limit is held row by row or as a whole: %s', async (scope) => {
    const client = await platform.platform.pool.connect();
    const seen = async (whole: string): Promise<readonly string[]> => {
      await client.query("select set_config('kinga.scope', $1, true), set_config('kinga.whole', $2, true)", [scope, whole]);
      return (await client.query<{ id: string }>("select id from people.person union all select id from people.household order by 1")).rows.map(({ id }) => id);
    };
    try {
      await client.query('begin');
      const each = await seen('');
      expect(await seen(scope)).toEqual(each);
      expect(each.length > 0).toBe(/"V1"]\|all\|(all|\["ONE","TWO"\])$|^\["R"]|^all\|all\|\[/.test(scope));
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('is told by its own policy to whoever has a limit of programmes, of these and of their places', async () => {
    const seen = async (scope: string): Promise<readonly unknown[]> => {
      const client = await platform.platform.pool.connect();
      try {
        await client.query('begin');
        await client.query("select set_config('kinga.scope', $1, true)", [scope]);
        return (await client.query('select g.code as programme, p.code as place, count(*)::int as n from programmes.participant part join programmes.programme g on g.id = part.programme_id join people.place p on p.id = part.place_id group by 1, 2 order by 1, 2')).rows;
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    const home = await registerHousehold(platform.as(...CLERK), 'ELSEWHERE', [{}], 'V2');
    await platform.pool.query(ENROL('household_id'), [programmes[0], uuid(home.id)]);
    const all = await seen('all') as readonly { readonly programme: string; readonly place: string }[];
    const of = (codes: readonly string[], places: readonly string[]) => all.filter(({ programme, place }) => codes.includes(programme) && places.includes(place));
    expect(of(['ONE'], ['V1']).length * of(['ONE'], ['V2']).length * of(['TWO'], ['V1']).length).toBe(1);
    expect(await seen('all|all|["ONE"]')).toEqual(of(['ONE'], ['V1', 'V2']));
    expect(await seen('["V1"]|all|["ONE"]')).toEqual(of(['ONE'], ['V1']));
    expect(await seen('["V2"]|all|["ONE","TWO"]')).toEqual(of(['ONE', 'TWO'], ['V2']));
    for (const scope of ['["V1"]|all|all', 'all|all|all', 'all|all', '["V1"]|all|[]', '[]|all|["ONE"]', '']) expect(await seen(scope), scope).toEqual([]);
  });

  it('is written by nobody else', async () => {
    const app = platform.platform.pool;
    for (const statement of ['insert into programmes.participant (subject_id, programme_id) select id, $1 from people.person', 'delete from programmes.participant where programme_id = $1', 'update programmes.participant set programme_id = $1']) {
      const client = await app.connect();
      try {
        await client.query("begin; select set_config('kinga.scope', 'all', true)");
        await expect(client.query(statement, [programmes[0]])).rejects.toMatchObject({ code: '42501' });
      } finally {
        await client.query('rollback');
        client.release();
      }
    }
  });

  describe('is kept right where somebody moves while somebody enrols', () => {
    const moves: Readonly<Record<string, (client: pg.PoolClient, who: readonly string[]) => Promise<unknown>>> = {
      'to another household': (client, [person, home]) => client.query('update people.person set household_id = $2 where id = $1', [person, home]),
      'to another place alone': (client, [person]) => client.query("update people.person set place_id = (select id from people.place where code = 'V2') where id = $1", [person]),
      'to another place with their household': async (client, [, , left]) => {
        await client.query("update people.household set place_id = (select id from people.place where code = 'V2') where id = $1", [left]);
        await client.query("update people.person set place_id = (select id from people.place where code = 'V2') where household_id = $1", [left]);
      },
    };
    const enrols: Readonly<Record<string, (client: pg.PoolClient, who: readonly string[]) => Promise<unknown>>> = {
      'the household that they move to': (client, [, home]) => client.query(ENROL('household_id'), [programmes[0], home]),
      'the household that they leave': (client, [, , left]) => client.query(ENROL('household_id'), [programmes[0], left]),
      'them': (client, [person]) => client.query(ENROL('person_id'), [programmes[1], person]),
      'whom they leave behind': (client, [, , , behind]) => client.query(ENROL('person_id'), [programmes[1], behind]),
    };
    let n = 0;
    it.each(Object.keys(moves).flatMap((how) => Object.keys(enrols).flatMap((whom) => [[how, whom, 'the move'], [how, whom, 'the enrolment']] as const)))('%s: %s, and %s was first', async (how, whom, first) => {
      n += 1;
      const clerk = platform.as(...CLERK);
      const left = await registerHousehold(clerk, `L${n}`, [{ givenName: 'Head' }, { givenName: 'Moves' }]);
      const home = await registerHousehold(clerk, `H${n}`, [{ givenName: 'Other' }]);
      // Who moves is in the programme already: where they leave, nobody else may lose it.
      await platform.pool.query(ENROL('person_id'), [programmes[1], uuid(left.members[1])]);
      await platform.pool.query("update programmes.enrolment set state = 'EXITED', exited_on = '2026-02-02', reason = 'LEFT' where person_id = $1", [uuid(left.members[1])]);
      const who = [uuid(left.members[1]), uuid(home.id), uuid(left.id), uuid(left.members[0])];
      const steps = [(client: pg.PoolClient) => moves[how]?.(client, who), (client: pg.PoolClient) => enrols[whom]?.(client, who)];
      if (first === 'the enrolment') steps.reverse();
      const [one, two] = [await platform.pool.connect(), await platform.pool.connect()];
      try {
        for (const client of [one, two]) await client.query("begin; select set_config('kinga.scope', 'all', true)");
        await steps[0]?.(one);
        // Waits for the first, or is independent of it.
        const second = steps[1]?.(two);
        await new Promise((done) => { setTimeout(done, 50); });
        await one.query('commit');
        await second;
        await two.query('commit');
      } finally {
        one.release();
        two.release();
      }
      expect(await wrong()).toEqual([]);
    });
  });
});
