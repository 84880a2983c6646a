import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/kernel/context.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { runImport } from '../../src/exchange/imports/run-import.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { HEADER, IMPORTER, importer, layOut, steering, type Importer } from './testing/imports.js';

let platform: TestPlatform;
let clerk: Importer;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', workers: false });
  clerk = await importer(platform, platform.as(...IMPORTER));
  await layOut(clerk.client);
});
afterAll(() => platform.stop());

/** More than one chunk of households, some rows of which are wrong. */
const HOUSEHOLDS = 5_200;
const FILE = `${HEADER}\n${Array.from({ length: HOUSEHOLDS }, (_, index) => `B${index},V${(index % 2) + 1},Chief,G${index},Killed,${index % 1000 === 0 ? 'X' : 'F'},1980`).join('\n')}\n`;
const WRONG = Math.ceil(HOUSEHOLDS / 1000);

const none = { progress: async (): Promise<void> => undefined };
const worker = (of = platform.platform): Context => of.context({ actor: { ...of.system(), id: 'tester@example.org', permissions: new Set(IMPORTER) } });

/** A worker whose n-th statement, and all after it, are not sent. */
function dyingAt(n: number): Context {
  let sent = 0;
  const die = (): void => {
    if ((sent += 1) >= n) throw new Error('killed');
  };
  const { pool } = platform.platform;
  const dying = {
    ...platform.platform, onStatement: die,
    pool: new Proxy(pool, {
      get: (target, property) => {
        const value = Reflect.get(target, property) as unknown;
        if (property === 'query') return (...given: unknown[]) => { die(); return (value as (...of: unknown[]) => unknown).apply(target, given); };
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  };
  return { ...worker(), platform: dying };
}

async function written(): Promise<unknown> {
  const { rows } = await platform.pool.query(`
    select (select count(*)::int from people.person where family_name = 'Killed') as persons, (select count(distinct given_name)::int from people.person where family_name = 'Killed') as different,
      (select count(*)::int from people.household where code like 'B%') as households, (select count(*)::int from people.membership) as memberships, (select count(*)::int from people.residence) as residences`);
  return rows[0];
}

describe('an import whose worker is killed', () => {
  it('goes on where it was, however often: nothing lost, nothing twice; and so does its undoing', async () => {
    const id = await clerk.start(await clerk.send(FILE));
    const importId = decodeId(id)?.uuid ?? '';
    for (const at of [2, 4, 7, 11, 16, 22, 29, 12, 13, 14]) await runImport.run(dyingAt(at), { importId }, none).catch((error: Error) => expect(error.message).toBe('killed'));
    await runImport.run(worker(), { importId }, none);
    const all = HOUSEHOLDS - WRONG;
    expect(await clerk.now(id)).toMatchObject({ state: 'DONE', rowCount: HOUSEHOLDS, rejectedCount: WRONG, createdCount: all, householdCount: all });
    expect(await written()).toEqual({ persons: all, different: all, households: all, memberships: all, residences: all });

    await clerk.client.run(steering('importUndo'), { id });
    for (const at of [2, 5, 9]) await runImport.run(dyingAt(at), { importId }, none).catch((error: Error) => expect(error.message).toBe('killed'));
    await runImport.run(worker(), { importId }, none);
    expect((await clerk.now(id)).state).toBe('UNDONE');
    expect(await written()).toEqual({ persons: 0, different: 0, households: 0, memberships: 0, residences: 0 });
  });
});

describe('an import that is cancelled while it registers', () => {
  const cancelledHalfWay = async (): Promise<{ readonly id: string; readonly importId: string; readonly created: number }> => {
    const id = await clerk.start(await clerk.send(FILE), { again: true });
    const importId = decodeId(id)?.uuid ?? '';
    let cancelled: Promise<unknown> | undefined;
    await runImport.run(worker(), { importId }, {
      progress: async (_done, _of, about) => {
        if (about === 'registering') await (cancelled ??= clerk.client.run(steering('importCancel'), { id }));
      },
    });
    const { state, createdCount: created } = await clerk.now(id);
    expect(state).toBe('CANCELLED');
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(HOUSEHOLDS - WRONG);
    expect(await written()).toEqual({ persons: created, different: created, households: created, memberships: created, residences: created });
    return { id, importId, created };
  };

  it('ends after what it is at, is taken back from there as a whole, or goes on where it was', async () => {
    const first = await cancelledHalfWay();
    await clerk.client.run(steering('importUndo'), { id: first.id });
    await runImport.run(worker(), first, none);
    expect((await clerk.now(first.id)).state).toBe('UNDONE');
    expect(await written()).toEqual({ persons: 0, different: 0, households: 0, memberships: 0, residences: 0 });

    const second = await cancelledHalfWay();
    await clerk.client.run(steering('importGoOn'), { id: second.id });
    await runImport.run(worker(), second, none);
    const all = HOUSEHOLDS - WRONG;
    expect(await clerk.now(second.id)).toMatchObject({ state: 'DONE', createdCount: all, rejectedCount: WRONG });
    expect(await written()).toEqual({ persons: all, different: all, households: all, memberships: all, residences: all });
  });
});
