import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { decodeId } from '../../src/index.js';
import { gather } from '../../src/privacy/exports/gather.js';
import { sendFile, type TestClient } from '../../src/testing/index.js';
import { act, answer, inScope, mail, openDesk, receive, type Desk, type Received } from './testing/desk.js';

let desk: Desk;
let server: RunningServer;
let ordinary: Received;
let secret: Received;
let clerk: TestClient;
let officer: TestClient;

beforeAll(async () => {
  desk = await openDesk({}, true);
  server = await desk.platform.serve();
  clerk = desk.as('privacy-clerk', 'privacy-clerk');
  officer = desk.as('data-protection-officer', 'boss');
  const file = await sendFile(desk.clerk, server.url, { name: 'qanari.pdf', mediaType: 'application/pdf', bytes: '%PDF-1.7 qanari' });
  const mine = { complainant: 'PERSON', personId: desk.here, complainantName: 'qanari name', contact: 'qanari contact' };
  ordinary = await receive(desk, desk.clerk, { ...mine, statement: { text: 'qanari ordinary', fileIds: [file] } });
  secret = await receive(desk, desk.clerk, { ...mine, category: 'abuse', against: [mail('boss')], statement: { text: 'qanari secret' } });
  await act(desk.officer, 'grievanceReview', { id: ordinary.id, note: 'qanari note' });
});
afterAll(() => desk.platform.stop());

describe('a person who asks what is held of them', () => {
  it('is given what they said, but not what only few may see', async () => {
    const { holdings } = await gather(desk.platform.platform.context({ actor: desk.platform.platform.system() }), decodeId(desk.here)?.uuid ?? '');
    const text = JSON.stringify(holdings);
    expect(text).toContain('qanari ordinary');
    expect(text).toContain('qanari note');
    expect(text).not.toContain('qanari secret');
    expect(text).not.toContain(decodeId(secret.id)?.uuid);
  });
});

describe('a person who is erased', () => {
  const propose = async (): Promise<string> => (await clerk.run<{ personErasurePropose: { erasureRun: { cases: { nodes: { state: string }[] } } } }>(
    'mutation ($input: PersonErasureProposeInput!) { personErasurePropose(input: $input) { erasureRun { id cases { nodes { state } } } userErrors { code message path } } }', { input: { personId: desk.here, reason: 'She asked for it in writing' } },
  )).personErasurePropose.erasureRun.cases.nodes[0]?.state ?? '';
  const refusedAsBusy = async (): Promise<unknown> => (await clerk.refuse('mutation ($input: PersonErasureProposeInput!) { personErasurePropose(input: $input) { userErrors { code message } } }', { input: { personId: desk.here, reason: 'She asked for it in writing' } })).map(({ code, message }) => [code, message]);

  it('is not, before their grievances are decided, also where who erases is complained of', async () => {
    expect(await refusedAsBusy()).toEqual([['PERSON_BUSY', expect.stringContaining('a grievance is not decided')]]);
    await act(desk.officer, 'grievanceDecide', { id: ordinary.id, outcome: 'explained', answer: { text: 'qanari answer' } });
    expect(await refusedAsBusy()).toEqual([['PERSON_BUSY', expect.stringContaining('a grievance is not decided')]]);
    await act(desk.guard, 'grievanceReview', { id: secret.id });
    await act(desk.guard, 'grievanceDecide', { id: secret.id, outcome: 'corrected', answer });
    await propose();
  });

  it('leaves that they complained and what came of it, and no word', async () => {
    const { erasureRuns: { nodes: [run] } } = await officer.run<{ erasureRuns: { nodes: { id: string }[] } }>('{ erasureRuns { nodes { id } } }');
    await officer.run('mutation ($input: ErasureDecideInput!) { erasureApprove(input: $input) { userErrors { code message path } } }', { input: { id: run?.id } });
    await desk.platform.finishJobs();
    for (const table of ['grievances.grievance', 'grievances.step', 'grievances.message']) {
      const rows = await inScope<{ text: string }>(desk.platform.pool, `select t::text as text from ${table} t union all select row_before::text from kernel.history where table_name = '${table}'`);
      expect(rows.length).toBeGreaterThan(0);
      expect([table, rows.filter(({ text }) => /qanari/i.test(text))]).toEqual([table, []]);
    }
    expect(await inScope(desk.platform.pool, 'select state, outcome from grievances.grievance order by id')).toEqual([{ state: 'RESOLVED', outcome: 'explained' }, { state: 'RESOLVED', outcome: 'corrected' }]);
    expect((await inScope<{ size: string }>(desk.platform.pool, "select size from kernel.file where media_type = 'application/pdf'")).map(({ size }) => Number(size))).toEqual([0]);
  });
});
