import { setTimeout as wait } from 'node:timers/promises';
import { encodeId } from '../../../../src/kernel/schema/ids.js';
import { newKey } from '../../../../src/transactions/testing/story.js';
import { chances, type Fire } from './fire.js';

/** What a payment run goes through, and where it is killed. */
export const STEPS = ['making', 'approving', 'sending', 'reconciling'] as const;
export type Step = (typeof STEPS)[number];

export interface Killing {
  readonly seed: number;
  /** How often the process is killed, over all of it. */
  readonly kills: number;
  /** How often the database is. */
  readonly databaseKills: number;
}

interface Run {
  readonly id: string;
  readonly state: string;
  readonly hash: string | null;
}

/** Longest that a step may have gone on when it is killed. */
const DEEPEST_MS = 250;
/** What asks again and again gives up after so many times. */
const MOST_ROUNDS = 2_000;

/**
 * Makes, approves, sends and reconciles payment runs of a programme until nothing is due, as clerks would who ask again with the same key when
 * no answer came; and kills what answers them, at moments that the seed gives.
 *
 * @returns how often it was killed in which step; seldom less often than was asked, where everything was paid before
 */
export async function payEverybody(fire: Fire, programme: string, { seed, kills, databaseKills }: Killing): Promise<Readonly<Record<Step, number>>> {
  const chance = chances(seed);
  const killed: Record<Step, number> = { making: 0, approving: 0, sending: 0, reconciling: 0 };
  let [left, databaseLeft] = [kills, databaseKills];
  /** No step takes them all, and one is kept for each. */
  const most = Math.ceil((kills + databaseKills) / STEPS.length);
  /** Does something that may be killed under way; whoever does it again begins with the same key. */
  const underFire = async (step: Step, work: () => Promise<unknown>): Promise<void> => {
    const kept = STEPS.filter((other) => other !== step && killed[other] === 0).length;
    const dies = left + databaseLeft > kept && killed[step] < most && (killed[step] === 0 || chance() < 0.7);
    const done = work().catch((error: unknown) => error);
    if (!dies) {
      await done;
      return;
    }
    await wait(chance() * DEEPEST_MS);
    killed[step] += 1;
    if (databaseLeft > 0 && (left === 0 || (step === 'sending' && chance() < 0.5))) {
      databaseLeft -= 1;
      await fire.killDatabase();
    } else {
      left -= 1;
      await fire.kill();
    }
    await done;
  };
  const keys = new Map<string, string>();
  const keyOf = (what: string): string => keys.get(what) ?? keys.set(what, newKey()).get(what)!;
  for (let round = 0, made = 0; ; round += 1) {
    if (round > MOST_ROUNDS) throw new Error('nothing comes of it');
    const run = await openRun(fire, programme);
    if (!run) {
      if (!(await somethingDue(fire, programme))) return killed;
      made += 1;
      await underFire('making', () => mutate(fire, 'payment-officer', 'paymentRunCreate', { programmeId: encodeId('programme', programme), until: '2026-03-01', channel: 'wallets', idempotencyKey: keyOf(`run ${made}`) }));
      if (!(await openRun(fire, programme))) made -= 1;
    } else if (run.state === 'COMPUTING') await underFire('making', () => wait(100));
    else if (run.state === 'DRAFT') await underFire('approving', () => mutate(fire, 'payment-approver', 'paymentRunApprove', { runId: encodeId('payment_run', run.id), contentHash: run.hash, idempotencyKey: keyOf(`approve ${run.id}`) }));
    else if (run.state === 'APPROVED') await underFire('sending', () => mutate(fire, 'payment-officer', 'paymentRunSend', { runId: encodeId('payment_run', run.id), idempotencyKey: keyOf(`send ${run.id}`) }));
    else if (run.state === 'SENDING') {
      await underFire('sending', () => wait(150));
      // A job that failed as often as jobs are tried is given up; the clerk goes on with the run.
      if (await nobodySends(fire)) await mutate(fire, 'payment-officer', 'paymentRunSend', { runId: encodeId('payment_run', run.id), idempotencyKey: newKey() }).catch(() => undefined);
    } else {
      await underFire('reconciling', () => fire.mobile.tell(fire.door));
      await underFire('reconciling', async () => {
        await mutate(fire, 'payment-officer', 'paymentRunInquire', { runId: encodeId('payment_run', run.id) });
        await wait(150);
      });
    }
  }
}

async function mutate(fire: Fire, as: 'payment-officer' | 'payment-approver', field: string, input: object): Promise<void> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input!`;
  await fire.ask(as, `mutation ($input: ${type}) { ${field}(input: $input) { userErrors { code message } } }`, { input });
}

async function openRun(fire: Fire, programme: string): Promise<Run | undefined> {
  return (await fire.rows<{ id: string; state: string; hash: string | null }>("select id, state, content_hash as hash from transactions.payment_run where programme_id = $1 and state not in ('RECONCILED', 'CANCELLED') order by id", [programme]))[0];
}

async function somethingDue(fire: Fire, programme: string): Promise<boolean> {
  const rows = await fire.rows(`select from programmes.entitlement e where e.programme_id = $1
    and not exists (select from transactions.payment_instruction i where i.entitlement_id = e.id and i.state = 'PAID') limit 1`, [programme]);
  return rows.length > 0;
}

async function nobodySends(fire: Fire): Promise<boolean> {
  return (await fire.rows("select from kernel.job where name = 'transactions.send-run' and state in ('QUEUED', 'RUNNING') limit 1")).length === 0;
}
