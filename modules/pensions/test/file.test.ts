import { inTransaction, type Context } from '@kinga/plugin-sdk';
import { attempt, sendFile, startTestPlatform, type Attack, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { declare, draft, posted, schemeWithWorkers, told, type SomeScheme } from './some-declarations.js';
import { anybody, done, refusedBy } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;
let server: { readonly url: string; stop(): Promise<void> };

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi', 'Esi']);
  server = await platform.serve() as unknown as typeof server;
});
afterAll(() => platform.stop());

const send = (text: string): Promise<string> => sendFile(anybody(platform, 'clerk'), server.url, { name: 'january.csv', mediaType: 'text/csv', bytes: text });
const read = async (declarationId: string, text: string): Promise<void> => {
  await done(anybody(platform, 'clerk'), 'declarationFileRead', { declarationId, fileId: await send(text) }, 'job { id }');
  await platform.finishJobs();
};

describe('a file of a declaration', () => {
  it('is read line by line: what cannot be taken is listed with its line and the reason, and keeps back no other', async () => {
    const id = await draft(platform, scheme, '2026-01', {});
    await read(id, 'Member_Number;Earnings;Days;Declared_Amount\r\nm-ama;500.00;31;92.50\r\nM-KOFI;5oo;31;\r\n\r\nM-ESI;;;\r\nM-WHO;10;400;1\r\n');
    expect(await told(platform, id)).toMatchObject({ validCount: 1, rejectedCount: 3 });
    const { declaration } = await anybody(platform).run<{ declaration: object }>('query ($id: ID!) { declaration(by: { id: $id }) { fileLine rejectedLines(orderBy: [{ number: ASC }]) { nodes { number reasons given } } } }', { id });
    expect(declaration).toEqual({ fileLine: null, rejectedLines: { nodes: [
      { number: 3, reasons: ['UNREADABLE'], given: 'M-KOFI;5oo;31;' }, { number: 5, reasons: ['EARNINGS_MISSING'], given: null }, { number: 6, reasons: ['MEMBER_UNKNOWN', 'DAYS_WRONG'], given: null },
    ] } });
    // Read again, it takes the place of what was read.
    await read(id, 'member_number,earnings\nM-AMA,400\nM-KOFI,300\n');
    expect(await told(platform, id)).toMatchObject({ validCount: 2, rejectedCount: 0 });
  });

  it('is refused where it names not the columns or is cut off, and changes nothing', async () => {
    const id = await draft(platform, scheme, '2025-12', { Ama: '100' });
    const refused = async (text: string) => refusedBy(anybody(platform, 'clerk'), 'declarationFileRead', { declarationId: id, fileId: await send(text) });
    expect(await refused('number,earnings\nM-AMA,400\n')).toMatchObject([{ code: 'DECLARATION_FILE_HEADER' }]);
    expect(await refused('member_number,earnings\nM-AMA,400')).toMatchObject([{ code: 'DECLARATION_FILE_CUT' }]);
    expect(await told(platform, id)).toMatchObject({ validCount: 1 });
  });
});

/** A context whose work is killed at its n-th statement. */
function dying(at: number): Context {
  let left = at;
  const dead = Object.create(platform.platform, { onStatement: { value: () => { if ((left -= 1) < 0) throw new Error('killed'); } } }) as typeof platform.platform;
  return { ...platform.platform.context({ actor: platform.platform.system() }), platform: dead };
}

describe('a job that is killed', () => {
  it('goes on wherever it was, and demands and posts once', async () => {
    const job = (name: string) => pensions.jobs?.find((each) => each.name === `pensions.${name}`);
    const control = { progress: () => Promise.resolve() };
    const before = await posted(platform);
    const expected = await (async () => {
      await declare(platform, scheme, '2025-11', { Ama: '400', Kofi: '300', Esi: '200' });
      return (await posted(platform)).filter((line) => !before.includes(line)).map((line) => line.replace('2025-11', '2025-10'));
    })();
    const id = await draft(platform, scheme, '2025-10', { Ama: '400', Kofi: '300', Esi: '200' });
    await done(anybody(platform, 'clerk'), 'declarationSubmit', { declarationId: id }, 'declaration { state }');
    const uuid = (await platform.pool.query<{ id: string }>("select id from pensions.declaration where month = '2025-10-01'")).rows[0]?.id ?? '';
    await platform.pool.query("update pensions.declaration set state = 'ACCEPTING', accepted_by = 'officer', accepted_on = '2026-02-10', credited_when = 'DECLARED' where id = $1", [uuid]);
    for (let at = 0, alive = false; !alive && at < 200; at += 1) {
      alive = await job('accept-declaration')?.run(dying(at), { declarationId: uuid }, control).then(() => true, (error: Error) => { expect(error.message).toBe('killed'); return false; }) ?? false;
    }
    expect(await told(platform, id)).toMatchObject({ state: 'POSTED', amount: { amount: '166.50' }, demand: { state: 'ISSUED' } });
    expect((await posted(platform)).filter((line) => line.includes('2025-10'))).toEqual(expected);
    expect((await platform.pool.query("select count(*)::int as n from transactions.demand where period_from = '2025-10-01'")).rows).toEqual([{ n: 1 }]);
    // Done again without a change, they change nothing.
    const rows = async (): Promise<unknown> => (await platform.pool.query('select count(*)::int as n, sum(amount)::text as sum from pensions.contribution')).rows;
    const was = await rows();
    for (const name of ['accept-declaration', 'post-contributions']) await job(name)?.run(dying(1_000), { declarationId: uuid }, control);
    expect(await rows()).toEqual(was);
    await inTransaction(dying(1_000), async ({ tx }) => tx.query("update pensions.declaration set state = 'REVERSING', reversed_by = 'officer', reversed_on = '2026-02-10', reversed_reason = 'It was wrong' where id = $1", [uuid]));
    for (let at = 0, alive = false; !alive && at < 200; at += 1) alive = await job('reverse-declaration')?.run(dying(at), { declarationId: uuid }, control).then(() => true, () => false) ?? false;
    expect([(await told(platform, id)).state, (await posted(platform)).filter((line) => line.includes('2025-10'))]).toEqual(['REVERSED', []]);
  });
});

describe('a file of a declaration', () => {
  const attack = (name: string, tried: Attack): void => it(name, ({ task }) => attempt(task.meta, tried));
  const other = (text: string): Promise<string> => sendFile(anybody(platform, 'other'), server.url, { name: 'january.csv', mediaType: 'text/csv', bytes: text });
  const refused = async (month: string, file: Promise<string>): Promise<readonly string[]> => (await refusedBy(anybody(platform, 'clerk'), 'declarationFileRead', { declarationId: await draft(platform, scheme, month, {}), fileId: await file })).map(({ code }) => code);
  const TEXT = 'member_number,earnings\nM-AMA,400\n';

  attack('that somebody else sent', { blocked: async () => expect(await refused('2025-10', other(TEXT))).toEqual(['FILE_NOT_FOUND']), twin: async () => read(await draft(platform, scheme, '2025-09', {}), TEXT) });
  attack('that fills the memory of whoever reads it', {
    blocked: async () => expect(await refused('2025-08', send(`member_number,earnings\n${'a,\n'.repeat(3_400_000)}`))).toEqual(['FILE_TOO_LARGE']),
    twin: async () => read(await draft(platform, scheme, '2025-07', {}), TEXT),
  });
});
