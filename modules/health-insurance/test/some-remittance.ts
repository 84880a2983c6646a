import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { key } from './some-plan.js';
import { anybody, done } from './some-registers.js';

/** A run of a programme that waits for its approval, with a remittance of it. */
export async function someRemittance(platform: TestPlatform, code: string): Promise<{ readonly programme: string; readonly run: string; readonly remittance: string }> {
  const maker = anybody(platform, 'maker');
  const { programme } = await maker.run<{ programme: { id: string } }>('query ($code: String!) { programme(by: { code: $code }) { id } }', { code });
  const { run } = await done<{ run: { id: string } }>(maker, 'remittanceRunCreate', 'run { id } job { id }', { programmeId: programme.id, idempotencyKey: key() });
  await platform.finishJobs();
  const { remittanceRun } = await maker.run<{ remittanceRun: { remittances: { nodes: { id: string }[] } } }>('query ($id: ID!) { remittanceRun(by: { id: $id }) { remittances { nodes { id } } } }', { id: run.id });
  return { programme: programme.id, run: run.id, remittance: remittanceRun.remittances.nodes[0]?.id ?? '' };
}
