import { decodeId } from '@kinga/plugin-sdk';
import { attempt, startTestPlatform, type Attack, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { accept, draft, key, schemeWithWorkers, told, type SomeScheme } from './some-declarations.js';
import { anybody, done, refusedBy } from './some-scheme.js';

const attack = (name: string, tried: Attack): void => it(name, ({ task }) => attempt(task.meta, tried));

let platform: TestPlatform;
let scheme: SomeScheme;
/** A draft of before the erasure. */
let before: string;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi']);
  before = await draft(platform, scheme, '2025-12', { Ama: '500', Kofi: '500' });
  await platform.pool.query('update people.person set erased_on = current_date where id = $1', [decodeId(scheme.people['Kofi'] ?? '')?.uuid]);
});
afterAll(() => platform.stop());

const credited = (memberNumber: string): object => ({ programmeId: scheme.scheme, source: 'CREDIT', months: [{ reference: `C-${memberNumber}`, memberNumber, month: '2025-01-01', reason: 'CARE' }], idempotencyKey: key() });
attack('months credited by the number of a member who was erased', {
  blocked: async () => expect(await refusedBy(anybody(platform), 'contributionsRecord', credited('M-KOFI'))).toMatchObject([{ code: 'CONTRIBUTION_MEMBER_UNKNOWN', path: ['input', 'months', '0', 'memberNumber'] }]),
  twin: () => done(anybody(platform), 'contributionsRecord', credited('M-AMA'), '__typename'),
});

attack('a line of a declaration by the number of a member who was erased', {
  blocked: async () => expect(await told(platform, await draft(platform, scheme, '2026-01', { Kofi: '500' }))).toMatchObject({ validCount: 0, rejectedCount: 1, rejectedLines: { nodes: [{ memberNumber: 'M-KOFI', reasons: ['MEMBER_UNKNOWN'] }] } }),
  twin: async () => expect(await told(platform, await draft(platform, scheme, '2025-11', { Ama: '500' }))).toMatchObject({ validCount: 1, rejectedCount: 0 }),
});

attack('a declaration of before an erasure, accepted after it', {
  blocked: async () => {
    await accept(platform, before);
    expect((await platform.pool.query('select from pensions.contribution where person_id = $1', [decodeId(scheme.people['Kofi'] ?? '')?.uuid])).rowCount).toBe(0);
    expect(await told(platform, before)).toMatchObject({ rejectedLines: { nodes: [{ memberNumber: 'M-KOFI', reasons: ['MEMBER_UNKNOWN'] }] } });
  },
  twin: async () => expect((await platform.pool.query("select from pensions.contribution where person_id = $1 and source = 'DECLARATION'", [decodeId(scheme.people['Ama'] ?? '')?.uuid])).rowCount).toBe(1),
});
