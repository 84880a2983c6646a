import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempt, sendFile, startTestPlatform, type Attack, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { someCondition, someCycle } from './some-cycle.js';

let platform: TestPlatform;
let condition: string;
let server: string;
let keys = 0;
const attack = (name: string, tried: Attack): void => it(name, ({ task }) => attempt(task.meta, tried));

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2026-03-10' });
  const { programme } = await someCycle(platform);
  ({ condition } = await someCondition(platform, programme));
  server = (await platform.serve()).url;
});
afterAll(() => platform.stop());

const RIGHTS = ['cash-transfers.compliance.record', 'kernel.files.upload', 'kernel.files.read', 'kernel.jobs.read'];
const school = (name: string, places: readonly string[] | null = null): TestClient => platform.as({ name, permissions: RIGHTS, places, organisations: null, programmes: null });
const READ = 'mutation ($input: ComplianceFileReadInput!) { complianceFileRead(input: $input) { job { id } userErrors { code path } } }';
const input = (fileId: string): Readonly<Record<string, unknown>> => ({ input: { conditionId: condition, month: '2026-02-01', fileId, idempotencyKey: `read-a-file-${keys += 1}` } });
const send = (who: TestClient, bytes = 'person,outcome\n'): Promise<string> => sendFile(who, server, { name: 'february.csv', mediaType: 'text/csv', bytes });
const refused = async (who: TestClient, fileId: string, code: string): Promise<void> => expect((await who.refuse(READ, input(fileId))).map((told) => told.code)).toEqual([code]);
const taken = async (who: TestClient, fileId: string): Promise<string> => (await who.run<{ complianceFileRead: { job: { id: string } } }>(READ, input(fileId))).complianceFileRead.job.id;
const job = async (who: TestClient, id: string): Promise<unknown> => (await who.run<{ job: unknown }>('query ($id: ID!) { job(by: { id: $id }) { id problem } }', { id })).job;

describe('a file of who met a condition', () => {
  attack('that somebody else sent', { blocked: async () => refused(school('one'), await send(school('other')), 'FILE_NOT_FOUND'), twin: async () => void (await taken(school('one'), await send(school('one')))) });
  attack('whose job somebody of another place follows', {
    blocked: async () => expect(await job(school('other', ['V']), await taken(school('one'), await send(school('one'))))).toBeNull(),
    twin: async () => { const id = await taken(school('one'), await send(school('one'))); expect(await job(school('one', ['V']), id)).toEqual({ id, problem: null }); },
  });
  attack('that fills the memory of whoever reads it', { blocked: async () => refused(school('one'), await send(school('one'), `person,outcome\n${'a,\n'.repeat(3_400_000)}`), 'FILE_TOO_LARGE'), twin: async () => void (await taken(school('one'), await send(school('one'), `person,outcome\n${'a,\n'.repeat(10_000)}`))) });
});
