import { setTimeout as wait } from 'node:timers/promises';
import { mutate, type Context, type Platform, type Progress } from '@kinga/plugin-sdk';
import {
  AMOUNTS, ANSWER, APPROVE, BATCHES, CREATE_RUN, CYCLE, DETERMINE, ENROL, JOB, OPEN, PROGRAMME, PROOF, SEND,
} from './leap-operations.js';
import { answerOfMadeUpBank } from './made-up-bank.js';

/** A cycle under each of the published rates. Numbers and days before cycle 96 are the demo's own. */
const CYCLES = [
  { number: 84, periodFrom: '2023-03-01', periodTo: '2023-04-30' },
  { number: 86, periodFrom: '2023-07-01', periodTo: '2023-08-31' },
  { number: 89, periodFrom: '2024-01-01', periodTo: '2024-02-29' },
  { number: 96, periodFrom: '2025-03-01', periodTo: '2025-04-30' },
] as const;

interface Office {
  readonly officer: Context;
  readonly approver: Context;
}

/** Waits for a job as a client does: by asking for it. */
async function finished(ctx: Context, id: string, progress: Progress): Promise<void> {
  for (;;) {
    const { job } = await mutate<{ job: { state: string; done: number; total: number; message: string | null; problem: string | null } }>(ctx, JOB, { id });
    if (job.state === 'DONE') return;
    if (job.state === 'FAILED') throw new Error(`job ${id} failed: ${job.problem ?? 'it does not say why'}`);
    if (job.total > 0) progress.step(`${job.done} of ${job.total}${job.message ? `, ${job.message}` : ''}`);
    await wait(200);
  }
}

/** The story on the day on which each cycle is worked out: contexts of two persons, maker and checker. */
function office(platform: Platform, today: string): Office {
  const of = (id: string, role: string): Context => platform.context({ actor: platform.actorOf({ id, roles: [role], places: null }), today });
  return { officer: of('officer@example.org', 'officer'), approver: of('approver@example.org', 'approver') };
}

/**
 * LEAP from enrolment to proof, through the API alone: enrol who is eligible, and for a cycle under each published rate
 * determine what is owed, have the run approved by a second person, send it, take back the bank's answer, and compare.
 * Told again, the same keys give the same answers, and nobody is paid twice.
 */
export async function tellLeapStory(platform: Platform, progress: Progress): Promise<readonly Record<string, string>[]> {
  const { officer } = office(platform, '2023-03-01');
  const { programme } = await mutate<{ programme: { id: string; currency: string } }>(officer, PROGRAMME);
  progress.step('enrolling the households that are eligible');
  const enrolled = await mutate<{ programmeEnrolEligible: { job: { id: string } } }>(officer, ENROL, { input: { programmeId: programme.id, idempotencyKey: 'demo:leap:enrol' } });
  await finished(officer, enrolled.programmeEnrolEligible.job.id, progress);
  const rows: Record<string, string>[] = [];
  for (const cycle of CYCLES) rows.push(await payCycle(office(platform, cycle.periodTo), programme.id, cycle, progress));
  return rows;
}

async function payCycle({ officer, approver }: Office, programmeId: string, cycle: (typeof CYCLES)[number], progress: Progress): Promise<Record<string, string>> {
  const key = (step: string): string => `demo:leap:${cycle.number}:${step}`;
  progress.step(`cycle ${cycle.number}: determining what is owed from ${cycle.periodFrom} to ${cycle.periodTo}`);
  const opened = await mutate<{ cycleOpen: { cycle: { id: string } } }>(officer, OPEN, { input: { ...cycle, programmeId, idempotencyKey: key('open') } });
  const cycleId = opened.cycleOpen.cycle.id;
  const determined = await mutate<{ cycleDetermine: { job: { id: string } } }>(officer, DETERMINE, { input: { cycleId, idempotencyKey: key('determine') } });
  await finished(officer, determined.cycleDetermine.job.id, progress);

  progress.step(`cycle ${cycle.number}: the payment run`);
  const created = await mutate<{ paymentRunCreate: { run: { id: string; contentHash: string } } }>(officer, CREATE_RUN, {
    input: { programmeId, until: cycle.periodTo, channel: 'csv-file', idempotencyKey: key('run') },
  });
  const { id: runId, contentHash } = created.paymentRunCreate.run;
  await mutate(approver, APPROVE, { input: { runId, contentHash, idempotencyKey: key('approve') } });
  const sent = await mutate<{ paymentRunSend: { job: { id: string } } }>(officer, SEND, { input: { runId, idempotencyKey: key('send') } });
  await finished(officer, sent.paymentRunSend.job.id, progress);

  progress.step(`cycle ${cycle.number}: the bank's answer`);
  const { paymentRun } = await mutate<{ paymentRun: { batches: { nodes: { number: number; receipt: string }[] } } }>(officer, BATCHES, { id: runId });
  for (const batch of paymentRun.batches.nodes) {
    const answer = await answerOfMadeUpBank(batch.receipt);
    await mutate(officer, ANSWER, { input: { runId, answer, idempotencyKey: key(`answer:${batch.number}`) } });
  }
  return closingRow(officer, programmeId, cycleId, runId);
}

interface Proof {
  readonly paymentRun: {
    readonly state: string;
    readonly proof: Readonly<Record<'entitled' | 'paid' | 'pending' | 'returned', { readonly ledger: { readonly amount: string } }>> & { readonly balanced: boolean };
  };
}

interface Amounts {
  readonly exactly?: { readonly nodes: readonly { readonly owed: { readonly amount: string } }[] };
  readonly more?: { readonly nodes: readonly { readonly owed: { readonly amount: string } }[] };
}

async function closingRow(ctx: Context, programmeId: string, cycleId: string, runId: string): Promise<Record<string, string>> {
  const { cycle } = await mutate<{ cycle: { number: number; periodFrom: string; periodTo: string; entitledHouseholds: number; held: { totalCount: number } } }>(ctx, CYCLE, { id: cycleId });
  const { paymentRun } = await mutate<Proof>(ctx, PROOF, { id: runId });
  const amounts: string[] = [];
  for (const count of [1, 2, 3, 4]) {
    const { exactly, more } = await mutate<Amounts>(ctx, AMOUNTS, { programme: programmeId, from: cycle.periodFrom, count: String(count), more: count === 4 });
    amounts.push((exactly ?? more)?.nodes[0]?.owed.amount ?? 'none');
  }
  const { proof, state } = paymentRun;
  return {
    cycle: String(cycle.number),
    period: `${cycle.periodFrom} to ${cycle.periodTo}`,
    households: String(cycle.entitledHouseholds),
    held: String(cycle.held.totalCount),
    '1 / 2 / 3 / 4+ members': amounts.join(' / '),
    owed: proof.entitled.ledger.amount,
    paid: proof.paid.ledger.amount,
    returned: proof.returned.ledger.amount,
    pending: proof.pending.ledger.amount,
    run: state,
    balanced: proof.balanced ? 'yes' : 'NO',
  };
}
