import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../../kernel/schema/ids.js';
import { goOn } from '../../testing/course-of-runs.js';
import { scriptedChannel } from '../../testing/scripted-channel.js';
import { createRun } from '../../testing/story.js';
import { as, owe, owing, run, startWorld, type World } from '../../testing/world.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel } }); });
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');

interface Told {
  readonly kind: string;
  readonly leftOut: boolean;
  readonly payee: { readonly familyName: string };
  readonly previous: { readonly amount: string } | null;
  readonly present: { readonly amount: string } | null;
}

/** The exceptions of a run as `kind family-name previous>present`, and how many of each kind. */
async function exceptionsOf(id: string): Promise<{ readonly told: readonly string[]; readonly counts: readonly string[]; readonly comparedWith: string | null }> {
  const { paymentRun } = await run<{ paymentRun: { comparedWith: { id: string } | null; exceptionCounts: { kind: string; count: number; amount: { amount: string } }[]; exceptions: { nodes: Told[] } } }>(
    as(world, 'payment-approver'),
    'query ($id: ID!) { paymentRun(by: { id: $id }) { comparedWith { id } exceptionCounts { kind count amount { amount } } exceptions(first: 100) { nodes { kind leftOut payee { familyName } previous { amount } present { amount } } } } }', { id },
  );
  return {
    comparedWith: paymentRun.comparedWith?.id ?? null,
    counts: paymentRun.exceptionCounts.map(({ kind, count, amount }) => `${kind} ${count} ${amount.amount}`),
    told: paymentRun.exceptions.nodes.map(({ kind, payee, previous, present }) => `${kind} ${payee.familyName} ${previous?.amount ?? '-'}>${present?.amount ?? '-'}`).toSorted(),
  };
}

/** Everybody of the programme is owed once more, for another period, as much as is said for them by their number. */
async function again(programme: string, amounts: Readonly<Record<number, string>>): Promise<void> {
  await world.pool.query(
    `insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
     select kernel.uuid7(), e.programme_id, e.enrolment_id, e.payee_id, e.place_id, '2026-03-01', '2026-03-31', '2026-03-31', t.amount::numeric, e.currency, 'TEST', '{}', '{}'
     from programmes.entitlement e join people.person p on p.id = e.payee_id join jsonb_each_text($2) t(n, amount) on p.family_name = 'Mensah ' || t.n
     where e.programme_id = $1 and e.period_from = '2026-01-01'`, [programme, JSON.stringify(amounts)]);
}

async function sentOnce(programme: string): Promise<string> {
  const { run: made } = await createRun(officer(), programme, { channel: 'scripted' });
  const target = { id: made?.id ?? '', hash: made?.contentHash ?? '' };
  await goOn(world, channel, target, 'never');
  await goOn(world, channel, target, 'never');
  return target.id;
}

describe('the exceptions of a run', () => {
  it('are none of the first run of a programme: there is nothing to compare it with', async () => {
    const { run: made } = await createRun(officer(), await owing(world, ['10', '20']), { channel: 'scripted' });
    expect(await exceptionsOf(made?.id ?? '')).toEqual({ told: [], counts: [], comparedWith: null });
  });

  it('tell who is new, who is gone, and whose amount is another by more than the tolerance', async () => {
    const programme = await owing(world, ['100', '100', '100', '100']);
    const before = await sentOnce(programme);
    await again(programme, { 1: '110', 2: '110.01', 4: '89.99' });
    await owe(world, programme, ['70'], { dueOn: '2026-03-31' });
    const { run: made } = await createRun(officer(), programme, { channel: 'scripted', until: '2026-03-31' });
    expect(await exceptionsOf(made?.id ?? '')).toEqual({
      comparedWith: before,
      told: ['CHANGED Mensah 2 100.00>110.01', 'CHANGED Mensah 4 100.00>89.99', 'GONE Mensah 3 100.00>-', 'NEW Mensah 1 ->70.00'],
      counts: ['CHANGED 2 200.00', 'GONE 1 100.00', 'NEW 1 70.00'],
    });
  });

  it('take the tolerance of the call, and compare with what was sent alone', async () => {
    const programme = await owing(world, ['100']);
    await sentOnce(programme);
    await again(programme, { 1: '100.01' });
    const made = await createRun(officer(), programme, { channel: 'scripted', until: '2026-03-31', changeTolerance: '0' });
    expect((await exceptionsOf(made.run?.id ?? '')).told).toEqual(['CHANGED Mensah 1 100.00>100.01']);
    expect(await createRun(officer(), programme, { changeTolerance: '-1' })).toMatchObject({ userErrors: [{ code: 'INVALID_VALUE', path: ['input', 'changeTolerance'] }] });
  });

  it('are written with the run and never again', async () => {
    const programme = await owing(world, ['100']);
    await sentOnce(programme);
    await again(programme, { 1: '200' });
    const made = await createRun(officer(), programme, { channel: 'scripted', until: '2026-03-31' });
    const id = decodeId(made.run?.id ?? '')?.uuid;
    await expect(world.pool.query("update transactions.payment_run_exception set kind = 'NEW' where run_id = $1", [id])).rejects.toMatchObject({ code: 'KG001' });
    await expect(world.pool.query("insert into transactions.payment_run_exception (run_id, kind, left_out, payee_id, present, currency) select $1, 'NEW', false, payee_id, 1, 'GHS' from transactions.payment_instruction where run_id = $1", [id]))
      .rejects.toMatchObject({ constraint: 'payment_run_frozen' });
  });
});

interface Ready {
  readonly paymentRunReadiness: { readonly ready: boolean; readonly dueCount: number; readonly due: { readonly amount: string } | null; readonly checks: readonly { readonly code: string; readonly severity: string; readonly count: number | null; readonly hint: string }[] };
}

describe('readiness', () => {
  const asked = (programme: string, given: object = {}): Promise<Ready> => run<Ready>(officer(),
    'query ($p: ID!, $until: LocalDate!, $channel: String!, $funder: ID) { paymentRunReadiness(programmeId: $p, until: $until, channel: $channel, funderId: $funder) { ready dueCount due { amount } checks { code severity count amount { amount } message hint } } }',
    { p: encodeId('programme', programme), until: '2026-03-01', channel: 'scripted', ...given });

  it('tells what is due, and that nothing blocks it', async () => {
    const { paymentRunReadiness: ready } = await asked(await owing(world, ['10', '20.50']));
    expect(ready).toMatchObject({ ready: true, dueCount: 2, due: { amount: '30.50' } });
    expect(ready.checks.map(({ code }) => code)).toEqual(['FUNDS_SHORT']);
  });

  it('tells all that blocks a run at once, with what to do', async () => {
    const programme = await owing(world, ['10.005']);
    const { paymentRunReadiness: ready } = await asked(programme, { channel: 'pigeon', funder: encodeId('organisation', '018f0000-0000-7000-8000-000000000001') });
    expect(ready.ready).toBe(false);
    expect(ready.checks.filter(({ severity }) => severity === 'BLOCKS').map(({ code, count }) => [code, count])).toEqual([['CHANNEL_UNKNOWN', null], ['FUNDER_UNKNOWN', null], ['AMOUNT_TOO_FINE', 1]]);
    expect(ready.checks.every(({ hint }) => hint.length > 10)).toBe(true);
    expect((await asked(programme, { until: '2026-01-01' })).paymentRunReadiness.checks).toMatchObject([{ code: 'NOTHING_TO_PAY', severity: 'BLOCKS' }]);
    expect((await asked('018f0000-0000-7000-8000-000000000000')).paymentRunReadiness).toMatchObject({ ready: false, due: null, checks: [{ code: 'PROGRAMME_NOT_FOUND' }] });
  });

  it('counts the dead, the suspended and the runs that are under way', async () => {
    const programme = await owing(world, ['10', '20', '30']);
    await createRun(officer(), programme, { channel: 'scripted' });
    await owe(world, programme, ['40', '50', '60']);
    await world.pool.query("update people.person set death_date = '2026-02-01' where id = (select payee_id from programmes.entitlement where programme_id = $1 and amount = 40)", [programme]);
    await world.pool.query("update programmes.enrolment set state = 'SUSPENDED' where id = (select enrolment_id from programmes.entitlement where programme_id = $1 and amount = 50)", [programme]);
    expect((await asked(programme)).paymentRunReadiness).toMatchObject({ ready: true, dueCount: 3, due: { amount: '150.00' }, checks: [
      { code: 'FUNDS_SHORT' }, { code: 'RUNS_UNDER_WAY', message: expect.stringMatching(/^1 runs/) as unknown }, { code: 'PAYEES_SUSPENDED', count: 1, amount: { amount: '50.00' } }, { code: 'PAYEE_DEAD', severity: 'WARNS', count: 1, amount: { amount: '40.00' } },
    ] });
  });
});
