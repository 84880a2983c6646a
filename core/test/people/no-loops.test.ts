import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ workers: false });
  await platform.pool.query(
    `insert into people.place (id, code, name, level, depth, parent_id, number, last_number, valid_from)
     values ('00000000-0000-7000-8000-00000000000a', 'A', 'A', 'region', 0, null, 1, 3, '0001-01-01'), ('00000000-0000-7000-8000-00000000000b', 'B', 'B', 'district', 1, '00000000-0000-7000-8000-00000000000a', 2, 3, '0001-01-01'),
       ('00000000-0000-7000-8000-00000000000c', 'C', 'C', 'village', 2, '00000000-0000-7000-8000-00000000000b', 3, 3, '0001-01-01')`,
  );
  await platform.pool.query(`insert into people.organisation (code, name) values ('A', 'A'), ('B', 'B')`);
});
afterAll(() => platform.stop());

const under = (table: string, code: string, parent: string | null): string =>
  `update people.${table} set parent_id = ${parent ? `(select id from people.${table} where code = '${parent}')` : 'null'} where code = '${code}'`;

it.each(['place', 'organisation'])('the database lets no writer make a loop of a %s', async (table) => {
  const loop = [under(table, 'A', 'B'), ...(table === 'place' ? [] : [under(table, 'B', 'A')])];
  await expect(platform.pool.query(`begin; ${loop.join('; ')}; commit`)).rejects.toMatchObject({ constraint: `${table}_no_loop` });
  await platform.pool.query('rollback');
});

it('places may change places within one transaction', async () => {
  await platform.pool.query(`begin; ${under('place', 'A', 'B')}; ${under('place', 'B', null)}; commit`);
  const { rows } = await platform.pool.query(`select p.code, u.code as within from people.place p left join people.place u on u.id = p.parent_id order by 1`);
  expect(rows).toEqual([{ code: 'A', within: 'B' }, { code: 'B', within: null }, { code: 'C', within: 'B' }]);
});

it('of two writers who would make a loop together one is refused', async () => {
  await platform.pool.query(`${under('organisation', 'A', null)}; ${under('organisation', 'B', null)}`);
  const writers = [under('organisation', 'A', 'B'), under('organisation', 'B', 'A')];
  const results = await Promise.allSettled(writers.map((statement) => platform.pool.query(statement)));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
