import 'reflect-metadata';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../checks/verify-ledger.js';
import { answer, goOn, uuidOf, type MadeRun, type Said } from '../testing/course-of-runs.js';
import { giveUpPayment, holdPayment, releasePayment } from '../testing/holds.js';
import { scriptedChannel } from '../testing/scripted-channel.js';
import { beginReissue } from '../testing/reissues.js';
import { cancelRun, createRun, makeRun, proofOf } from '../testing/story.js';
import { as, owe, oweAgain, owing, startWorld, type World } from '../testing/world.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2 } }); });
afterAll(() => world.stop());

type Fail = 'never' | 'before' | 'after';

/** What may happen, in any order, to the runs of one programme. `go-on` takes a run to its next state. */
type Step =
  | { readonly do: 'owe'; readonly amount: number; readonly again: boolean }
  | { readonly do: 'create'; readonly run: number }
  | { readonly do: 'cancel'; readonly run: number }
  | { readonly do: 'hold' | 'release' | 'give-up'; readonly run: number; readonly payment: number }
  | { readonly do: 'dies'; readonly run: number; readonly payment: number }
  | { readonly do: 'reissue'; readonly run: number; readonly most: number }
  | { readonly do: 'go-on'; readonly run: number; readonly fail: Fail }
  | { readonly do: 'answer'; readonly run: number; readonly said: readonly Said[] };

const run = fc.nat(3);
const fail = fc.constantFrom<Fail>('never', 'never', 'before', 'after');
const said = fc.array(fc.constantFrom<Said>('PAID', 'PAID', 'RETURNED', 'WRONG', 'NOTHING'), { minLength: 3, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('owe' as const), amount: fc.integer({ min: 1, max: 99_999 }), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('create' as const), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), run }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'hold' as const, 'release' as const, 'give-up' as const), run, payment: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dies' as const), run, payment: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reissue' as const), run, most: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('go-on' as const), run, fail }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const), run, said }) },
);

async function paymentOf(target: MadeRun, number: number): Promise<{ readonly id: string; readonly payee: string } | undefined> {
  const { rows } = await world.pool.query<{ id: string; payee: string }>('select id, payee_id as payee from transactions.payment_instruction where run_id = $1 order by reference', [uuidOf(target)]);
  return rows[number % Math.max(rows.length, 1)];
}

/** Payments of a run that came back. */
async function cameBack(target: MadeRun, most: number): Promise<readonly { readonly id: string }[]> {
  return (await world.pool.query<{ id: string }>("select id from transactions.payment_instruction where run_id = $1 and state = 'RETURNED' order by reference limit $2", [uuidOf(target), most])).rows;
}

/** What may happen to one payment; what cannot be done just then is refused. */
async function disturb(what: 'hold' | 'release' | 'give-up' | 'dies', payment: { readonly id: string; readonly payee: string } | undefined): Promise<void> {
  if (!payment) return;
  const officer = as(world, 'payment-officer');
  if (what === 'dies') await world.pool.query("update people.person set death_date = '2026-02-28' where id = $1", [payment.payee]);
  else if (what === 'hold') await holdPayment(officer, payment.id);
  else await (what === 'release' ? releasePayment : giveUpPayment)(officer, payment.id);
}

async function take(programme: string, made: MadeRun[], next: Step): Promise<void> {
  const officer = as(world, 'payment-officer');
  if (next.do === 'owe') return (next.again ? oweAgain : owe)(world, programme, [(next.amount / 100).toFixed(2)]);
  if (next.do === 'create') {
    const created = await createRun(officer, programme, { channel: 'scripted' });
    if (created.run) made.push({ id: created.run.id, hash: created.run.contentHash });
    return;
  }
  const target = made[next.run % Math.max(made.length, 1)];
  if (!target) return;
  if (next.do === 'cancel') return void (await cancelRun(officer, target.id));
  if (next.do === 'reissue') {
    const again = await makeRun(officer, await beginReissue(officer, await cameBack(target, next.most)));
    if (again.run) made.push({ id: again.run.id, hash: again.run.contentHash });
    return;
  }
  if ('payment' in next) return disturb(next.do, await paymentOf(target, next.payment));
  return next.do === 'go-on' ? goOn(world, channel, target, next.fail) : answer(world, target, next.said);
}

/** What the provider was given otherwise than the instructions say: each receiver gets one line of a run, which is the sum of what they are paid by it. */
async function handedWrongly(): Promise<readonly object[]> {
  const lines = [...channel.book].flatMap(([key, { payments }]) => payments.map(({ reference, amount }) => ({ key, reference, amount })));
  return (await world.pool.query<{ wrong: object }>(
    `with line as (select * from jsonb_to_recordset($1) as l(key text, reference text, amount numeric)),
     its as (select l.key, l.reference, l.amount, b.run_id, i.payee_id, (select sum(o.amount) from transactions.payment_instruction o where o.run_id = b.run_id and o.payee_id = i.payee_id) as paid
       from line l join transactions.payment_batch b on b.key = l.key left join transactions.payment_instruction i on i.reference = l.reference and i.run_id = b.run_id)
     select to_jsonb(its) as wrong from its where paid is distinct from amount
     union all select jsonb_build_object('twice', run_id) from its group by run_id, payee_id having count(*) > 1`, [JSON.stringify(lines)])).rows.map(({ wrong }) => wrong);
}

/** Of a run one payment is given up while it is held, and all others are paid. */
const WHOLE_COURSE: Step[] = [
  { do: 'create', run: 0 }, { do: 'hold', run: 0, payment: 0 }, { do: 'go-on', run: 0, fail: 'never' }, { do: 'go-on', run: 0, fail: 'never' }, { do: 'answer', run: 0, said: ['PAID'] }, { do: 'give-up', run: 0, payment: 0 },
];

describe('the proof of every run', () => {
  it('holds after each step, whatever happens in whatever order, and nothing is paid twice', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
        const programme = await owing(world, ['10', '20.50', '0.01']);
        await oweAgain(world, programme, ['5', '0.50']);
        const made: MadeRun[] = [];
        for (const next of steps) {
          await take(programme, made, next);
          for (const { id } of made) {
            const proof = await proofOf(as(world, 'auditor'), id);
            expect(proof, JSON.stringify({ next, proof })).toMatchObject({ balanced: true });
          }
        }
        const { rows } = await world.pool.query(
          `select (select coalesce(sum(p.amount), 0) = 0 from transactions.posting p where p.programme_id = $1) as zero,
             (select count(*)::int from (select entitlement_id from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id
               where r.programme_id = $1 and i.state = 'PAID' group by 1 having count(*) > 1) twice) as twice,
             (select coalesce(-sum(p.amount), 0) from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'FUNDS')
               = (select coalesce(sum(i.amount), 0) from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where r.programme_id = $1 and i.state = 'PAID') as paid`,
          [programme],
        );
        expect(rows).toEqual([{ zero: true, twice: 0, paid: true }]);
        expect(await handedWrongly()).toEqual([]);
        expect((await verifyLedger(world.pool)).findings).toEqual([]);
      }),
      { numRuns: 25, examples: [[WHOLE_COURSE]] },
    );
    const { rows } = await world.pool.query<{ state: string }>('select state from transactions.payment_instruction union select state from transactions.payment_run union select kind from transactions.payment_run union select returned_reason from transactions.payment_instruction');
    expect(rows.map(({ state }) => state)).toEqual(expect.arrayContaining(['PAID', 'RETURNED', 'CANCELLED', 'RECONCILED', 'REISSUE', 'GIVEN_UP', 'RECEIVER_DEAD']));
  });
});
