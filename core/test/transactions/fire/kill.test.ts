import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeId } from '../../../src/kernel/schema/ids.js';
import { verifyLedger } from '../../../src/transactions/checks/verify-ledger.js';
import { oweAgain, owing } from '../../../src/transactions/testing/world.js';
import { propertySeed } from '../../testing/property-seed.js';
import { startFire, type Fire } from './testing/fire.js';
import { payEverybody, STEPS } from './testing/pay-everybody.js';

/** `npm run soak -- --kills 100` kills more often. */
const KILLS = Number(process.env['KINGA_FIRE_KILLS'] ?? 5);
const DATABASE_KILLS = Math.max(1, Math.round(KILLS / 10));
const SEED = propertySeed();
const PAYEES = 36;
/** Of one programme, as long as there is something to kill. */
const KILLS_OF_PROGRAMME = 12;
const OWED_TWICE = 3;
const PATIENCE_MS = 600_000;

let fire: Fire;
beforeAll(async () => {
  fire = await startFire({ batchSize: 5, behaviour: { seed: SEED, returns: 0.2, silent: 0.2, repeats: 0.3, shuffles: true, failsBefore: 0.05, failsAfter: 0.05 } });
}, PATIENCE_MS);
afterAll(() => fire.stop());

async function giveWallet(person: string): Promise<void> {
  const { personPaymentAccountAdd } = await fire.ask<{ personPaymentAccountAdd: { userErrors: readonly object[] } }>('account-clerk',
    'mutation ($input: PersonPaymentAccountAddInput!) { personPaymentAccountAdd(input: $input) { userErrors { code message } } }',
    { input: { personId: encodeId('person', person), account: { kind: 'WALLET', institution: 'MOMO', number: '+233240000001' } } });
  expect(personPaymentAccountAdd.userErrors).toEqual([]);
}

interface Paid {
  readonly entitlement: string;
  readonly amount: string;
  readonly references: readonly string[];
}

it(`each payee is paid exactly once, by the provider's own book, however often and wherever the process and its database are killed (${KILLS} and ${DATABASE_KILLS} times, seed ${SEED})`, async () => {
  const killed = Object.fromEntries(STEPS.map((step) => [step, 0]));
  for (let left = KILLS, databases = DATABASE_KILLS, at = 0; left > 0; left -= KILLS_OF_PROGRAMME, at += 1) {
    const world = { pool: { query: async (text: string, values: readonly unknown[]) => ({ rows: await fire.rows(text, values) }) } } as never;
    const programme = await owing(world, Array.from({ length: PAYEES }, (_, payee) => `${payee + 1}.25`));
    for (const { payee } of await fire.rows<{ payee: string }>('select payee_id as payee from programmes.entitlement where programme_id = $1 order by id', [programme])) await giveWallet(payee);
    // Some are owed something for another period as well, which is paid with it.
    await oweAgain(world, programme, Array.from({ length: OWED_TWICE }, () => '1.00'));
    const now = Math.min(left, KILLS_OF_PROGRAMME);
    const ofDatabase = Math.min(databases, Math.ceil(now / 10));
    databases -= ofDatabase;
    const done = await payEverybody(fire, programme, { seed: SEED + at, kills: now, databaseKills: ofDatabase });
    for (const step of STEPS) killed[step] = (killed[step] ?? 0) + done[step];

    // Nobody twice, nobody left out, nothing of which the books here do not know.
    const rows = await fire.rows<Paid>(`select e.id as entitlement, e.amount::text, array_agg(i.payment) as references
      from programmes.entitlement e join transactions.payment_instruction i on i.entitlement_id = e.id where e.programme_id = $1 group by e.id`, [programme]);
    expect(rows).toHaveLength(PAYEES + OWED_TWICE);
    expect(rows.filter(({ references }) => references.reduce((sum, reference) => sum + (fire.mobile.provider.paid.get(reference) ?? 0), 0) !== 1)).toEqual([]);
    const [books] = await fire.rows(`select count(*) filter (where i.state = 'PAID')::int as paid, count(*) filter (where i.state not in ('PAID', 'RETURNED', 'CANCELLED'))::int as open, sum(i.amount) filter (where i.state = 'PAID')::text as total,
      (select (-sum(p.amount))::numeric(20, 2)::text from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'FUNDS') as from_funds
      from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where r.programme_id = $1`, [programme]);
    const total = (Array.from({ length: PAYEES }, (_, payee) => (payee + 1) * 100 + 25).reduce((sum, cents) => sum + cents, OWED_TWICE * 100) / 100).toFixed(2);
    expect(books).toEqual({ paid: PAYEES + OWED_TWICE, open: 0, total, from_funds: total });
    const { paymentRuns } = await fire.ask<{ paymentRuns: { nodes: { state: string; proof: { balanced: boolean } }[] } }>('auditor', 'query ($id: ID!) { paymentRuns(where: { programme: { id: { eq: $id } } }) { nodes { state proof { balanced } } } }', { id: encodeId('programme', programme) });
    expect(paymentRuns.nodes.length).toBeGreaterThan(0);
    expect(paymentRuns.nodes.filter(({ state, proof }) => !proof.balanced || !['RECONCILED', 'CANCELLED'].includes(state))).toEqual([]);
  }
  const books = { query: async (text: string, values: readonly unknown[] = []) => ({ rows: await fire.rows(text, values) }) };
  expect((await verifyLedger(books as never)).findings).toEqual([]);
  expect(Object.values(killed).every((count) => count > 0), JSON.stringify(killed)).toBe(true);
  console.log(`killed while ${STEPS.map((step) => `${step} ${killed[step]}`).join(', ')}; seed ${SEED}`);
}, PATIENCE_MS * Math.ceil(KILLS / 10));
