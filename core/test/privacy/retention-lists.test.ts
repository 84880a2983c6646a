import { afterAll, beforeAll, expect, it } from 'vitest';
import { proposeBySchedule } from '../../src/privacy/erasure/propose-by-schedule.js';
import { privacyModuleSettings } from '../../src/privacy/settings.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, register, twoPlaces } from '../people/testing/registry.js';

let kinga: TestPlatform;
let officer: TestClient;
beforeAll(async () => {
  kinga = await startTestPlatform({ today: '2026-03-01', workers: false, settings: { privacy: { proposeErasures: '0 6 1 * *' } } });
  officer = kinga.as({ name: 'officer', role: 'data-protection-officer' });
  await twoPlaces(kinga.as(...CLERK));
});
afterAll(() => kinga.stop());

const look = (): Promise<number> => proposeBySchedule(kinga.platform.context({ actor: kinga.platform.system('privacy.retention-lists') }));
const at = (instant: string): void => {
  kinga.setToday(instant.slice(0, 10));
  kinga.setNow(instant);
};
interface List {
  readonly id: string;
  readonly state: string;
  readonly due: number;
  readonly proposedBy: string;
}
const lists = async (): Promise<readonly List[]> => (await officer.run<{ erasureRuns: { nodes: readonly List[] } }>('{ erasureRuns { nodes { id state due proposedBy } } }')).erasureRuns.nodes;
const decide = (what: 'Approve' | 'Reject', id: string | undefined): Promise<unknown> => officer.run(`mutation ($input: ErasureDecideInput!) { erasure${what}(input: $input) { userErrors { code message } } }`, { input: { id } });

it('whom nothing keeps any more is listed at the times that the deployment says, once, and erased by nobody but who approves', async () => {
  at('2026-03-15T12:00:00Z');
  expect(await look()).toBe(0);
  await register(kinga.as(...CLERK), [{ familyName: 'Kept' }]);
  await officer.run('mutation ($input: RetentionScheduleSetInput!) { retentionScheduleSet(input: $input) { userErrors { code message } } }', {
    input: { code: 'registry', description: 'Made up', purpose: 'payments', clock: 'registration', years: 0, legalBasis: 'LEGAL_OBLIGATION', source: 'Made-up act, section 1' },
  });
  // That of March was looked for, and nobody was due.
  expect([await look(), await lists()]).toEqual([0, []]);

  at('2036-04-01T05:59:59Z');
  // Ten years were missed: they are made up for once.
  expect((await Promise.all(Array.from({ length: 6 }, look))).toSorted()).toEqual([0, 0, 0, 0, 0, 1]);
  expect(await lists()).toMatchObject([{ state: 'PROPOSED', due: 1, proposedBy: 'system for privacy.retention-lists' }]);

  at('2036-04-01T06:00:00Z');
  expect(await look(), 'while a list waits there is no other').toBe(0);
  await decide('Reject', (await lists())[0]?.id);
  expect(await look(), 'that time was looked at').toBe(0);
  at('2036-05-01T06:00:00Z');
  expect([await look(), await look()]).toEqual([1, 0]);
  const [next] = (await lists()).filter(({ state }) => state === 'PROPOSED');
  await decide('Approve', next?.id);
  expect(await lists()).toMatchObject([{ state: 'REJECTED' }, { state: 'APPROVED', due: 1 }]);
});

it('a time that cron would not take keeps the deployment from starting', () => {
  for (const proposeErasures of ['', 'daily', '0 6 1 *', '0 6 32 * *', '0 0 6 1 * *']) expect(privacyModuleSettings.safeParse({ proposeErasures }).success, proposeErasures).toBe(false);
  for (const proposeErasures of ['0 6 1 * *', '*/15 * * * 1-5', undefined]) expect(privacyModuleSettings.safeParse({ proposeErasures }).success).toBe(true);
});
