import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../kernel/schema/ids.js';
import { approveRun, cancelRun, createRun, newKey, proofOf, startSending } from '../testing/story.js';
import { as, owing, run, startWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(() => world.stop());

const uuid = (id: string | undefined): string => decodeId(id ?? '')?.uuid ?? '';

describe('maker and checker', () => {
  it('are two persons, also for plain SQL', async () => {
    const both = { ...as(world, 'payment-officer', 'kofi'), actor: { ...as(world, 'payment-officer', 'kofi').actor, permissions: new Set([...as(world, 'payment-officer').actor.permissions, 'transactions.runs.approve']) } };
    const { run: made } = await createRun(both, await owing(world, ['10']));
    expect(await approveRun(both, made?.id ?? '', made?.contentHash ?? '')).toMatchObject({ run: null, userErrors: [{ code: 'MAKER_IS_CHECKER', path: ['input', 'runId'] }] });
    await expect(world.pool.query("update transactions.payment_run set state = 'APPROVED', approved_by = created_by, approved_hash = content_hash where id = $1", [uuid(made?.id)]))
      .rejects.toMatchObject({ constraint: 'payment_run_maker_is_not_checker' });
    await expect(world.pool.query("update transactions.payment_run set state = 'APPROVED' where id = $1", [uuid(made?.id)])).rejects.toMatchObject({ constraint: 'payment_run_approved' });
    await expect(world.pool.query("update transactions.payment_run set created_by = 'somebody else' where id = $1", [uuid(made?.id)])).rejects.toMatchObject({ code: 'KG014' });
  });

  it('approve what was looked at', async () => {
    const { run: made } = await createRun(as(world, 'payment-officer'), await owing(world, ['10']));
    const other = await createRun(as(world, 'payment-officer'), await owing(world, ['10']));
    expect(await approveRun(as(world, 'payment-approver'), made?.id ?? '', other.run?.contentHash ?? '')).toMatchObject({ userErrors: [{ code: 'CONTENT_CHANGED' }] });
    expect(await approveRun(as(world, 'payment-approver'), made?.id ?? '', 'x')).toMatchObject({ userErrors: [{ code: 'INVALID_VALUE', path: ['input', 'contentHash'] }] });
    await expect(approveRun(as(world, 'payment-officer'), made?.id ?? '', made?.contentHash ?? '')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});

describe('a run that is made', () => {
  it('is frozen: nothing joins it, leaves it or changes', async () => {
    const { run: made } = await createRun(as(world, 'payment-officer'), await owing(world, ['10', '20']));
    const id = uuid(made?.id);
    await expect(world.pool.query('update transactions.payment_instruction set amount = amount + 1 where run_id = $1', [id])).rejects.toMatchObject({ code: 'KG014' });
    await expect(world.pool.query("update transactions.payment_instruction set payee_name = 'else' where run_id = $1", [id])).rejects.toMatchObject({ code: 'KG014' });
    await expect(world.pool.query('delete from transactions.payment_instruction where run_id = $1', [id])).rejects.toMatchObject({ code: 'KG001' });
    await expect(world.pool.query('update transactions.payment_run set total = 1 where id = $1', [id])).rejects.toMatchObject({ code: 'KG014' });
    await expect(world.pool.query(
      `insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, amount, currency, reference)
       select kernel.uuid7(), $1, 1, e.id, e.payee_id, 'x', 1.00, 'GHS', 'x' from programmes.entitlement e where e.programme_id = $2 limit 1`,
      [id, await owing(world, ['1'])],
    )).rejects.toMatchObject({ constraint: 'payment_run_frozen' });
  });

  it('moves along its arrows only', async () => {
    const { run: made } = await createRun(as(world, 'payment-officer'), await owing(world, ['10']));
    const id = uuid(made?.id);
    const move = (table: string, key: string, state: string): Promise<unknown> => world.pool.query(`update transactions.${table} set state = $2 where ${key} = $1`, [id, state]);
    await expect(move('payment_run', 'id', 'SENT')).rejects.toMatchObject({ constraint: 'payment_run_moves' });
    await expect(move('payment_instruction', 'run_id', 'PAID')).rejects.toMatchObject({ constraint: 'payment_instruction_moves' });
    expect(await startSending(as(world, 'payment-officer'), made?.id ?? '')).toMatchObject({ userErrors: [{ code: 'RUN_STATE' }] });
    expect(await cancelRun(as(world, 'payment-officer'), made?.id ?? '')).toMatchObject({ run: { state: 'CANCELLED' } });
    await expect(move('payment_instruction', 'run_id', 'PENDING')).rejects.toMatchObject({ code: expect.stringMatching(/^KG01[34]$/) as unknown });
    await expect(move('payment_run', 'id', 'DRAFT')).rejects.toMatchObject({ constraint: 'payment_run_moves' });
    expect(await approveRun(as(world, 'payment-approver'), made?.id ?? '', made?.contentHash ?? '')).toMatchObject({ userErrors: [{ code: 'RUN_STATE' }] });
    expect(await proofOf(as(world, 'auditor'), made?.id ?? '')).toMatchObject({ balanced: true, cancelled: '10.00/10.00', pending: '0.00/0.00' });
  });
});

describe('one entitlement', () => {
  it('is paid by one of many runs that are made at once', async () => {
    const programme = await owing(world, Array.from({ length: 50 }, () => '7.50'));
    const made = await Promise.all(Array.from({ length: 8 }, (_, n) => createRun(as(world, 'payment-officer', `officer${n}`), programme)));
    expect(made.filter(({ run: one }) => one !== null)).toMatchObject([{ run: { instructionCount: 50, total: { amount: '375.00' } } }]);
    expect(made.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(Array.from({ length: 7 }, () => 'NOTHING_TO_PAY'));
  });

  it('has one live instruction, whoever writes', async () => {
    const programme = await owing(world, ['10']);
    await createRun(as(world, 'payment-officer'), programme);
    await expect(world.pool.query(
      `with r as (
         insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) values (kernel.uuid7(), 'SECOND', $1, '2026-03-01', 'GHS', 'csv-file', 'sql') returning id)
       insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, amount, currency, reference)
       select kernel.uuid7(), r.id, 1, e.id, e.payee_id, 'x', 10.00, 'GHS', 'second' from r, programmes.entitlement e where e.programme_id = $1`,
      [programme],
    )).rejects.toMatchObject({ constraint: 'payment_instruction_live' });
  });

  it('is booked as owed once, and is free again when its run is cancelled', async () => {
    const programme = await owing(world, ['10']);
    const first = await createRun(as(world, 'payment-officer'), programme);
    await cancelRun(as(world, 'payment-officer'), first.run?.id ?? '');
    const second = await createRun(as(world, 'payment-officer'), programme);
    expect(await proofOf(as(world, 'auditor'), second.run?.id ?? '')).toMatchObject({ balanced: true, pending: '10.00/10.00' });
    const { accounts } = await run<{ accounts: { nodes: { purpose: string; balance: { amount: string }; before: { amount: string } }[] } }>(
      as(world, 'auditor'),
      'query ($p: ID!) { accounts(where: { programme: { id: { eq: $p } }, purpose: { in: ["PAYABLE", "BENEFIT_EXPENSE"] } }, orderBy: [{ purpose: ASC }]) { nodes { purpose balance { amount } before: balance(asOf: "2026-02-28") { amount } } } }',
      { p: encodeId('programme', programme) },
    );
    expect(accounts.nodes).toEqual([
      { purpose: 'BENEFIT_EXPENSE', balance: { amount: '10.00' }, before: { amount: '0.00' } },
      { purpose: 'PAYABLE', balance: { amount: '-10.00' }, before: { amount: '0.00' } },
    ]);
  });
});

describe('creating a run', () => {
  it('pressed ten times at once with one key has one effect and one answer', async () => {
    const programme = await owing(world, ['10', '20']);
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => createRun(as(world, 'payment-officer'), programme, { key })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.userErrors).toEqual([]);
    const { rows } = await world.pool.query('select count(*)::int as runs from transactions.payment_run where programme_id = $1', [programme]);
    expect(rows).toEqual([{ runs: 1 }]);
    expect(await createRun(as(world, 'payment-officer'), programme, { key, until: '2026-02-28' })).toMatchObject({ userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });

  it('refuses what cannot be paid, says why, and changes nothing', async () => {
    const officer = as(world, 'payment-officer');
    const later = await owing(world, ['10'], { dueOn: '2026-04-30' });
    const before = await world.pool.query('select (select count(*) from transactions.payment_run) as runs, (select count(*) from transactions.transaction) as booked, (select count(*) from kernel.event) as events');
    expect(await createRun(officer, later)).toMatchObject({ userErrors: [{ code: 'NOTHING_TO_PAY', path: ['input', 'until'] }] });
    expect(await createRun(officer, later, { channel: 'pigeon' })).toMatchObject({ userErrors: [{ code: 'CHANNEL_UNKNOWN', path: ['input', 'channel'], hint: 'There are: csv-file.' }] });
    expect(await createRun(officer, '018f0000-0000-7000-8000-000000000000')).toMatchObject({ userErrors: [{ code: 'PROGRAMME_NOT_FOUND' }] });
    expect(await createRun(officer, later, { key: 'short' })).toMatchObject({ userErrors: [{ code: 'INVALID_VALUE', path: ['input', 'idempotencyKey'] }] });
    expect(await world.pool.query('select (select count(*) from transactions.payment_run) as runs, (select count(*) from transactions.transaction) as booked, (select count(*) from kernel.event) as events')).toMatchObject({ rows: before.rows });
  });

  it('takes a constant number of statements', async () => {
    const count = async (payees: number): Promise<number> => {
      const programme = await owing(world, Array.from({ length: payees }, () => '5'));
      return (await world.statementsOf(() => createRun(as(world, 'payment-officer'), programme))).length;
    };
    expect(await count(1)).toBe(await count(700));
  });

  it('pays only in the places of who creates it, and shows only those', async () => {
    await world.pool.query(
      `insert into people.place (id, code, name, level, depth, number, last_number) values
       ('018f0000-0000-7000-8000-00000000000a', 'A', 'A', 'region', 0, 1, 1), ('018f0000-0000-7000-8000-00000000000b', 'B', 'B', 'region', 0, 2, 2)`,
    );
    const programme = await owing(world, ['10'], { place: '018f0000-0000-7000-8000-00000000000a' });
    expect(await createRun(as(world, 'payment-officer', 'b', ['B']), programme)).toMatchObject({ userErrors: [{ code: 'NOTHING_TO_PAY' }] });
    const made = await createRun(as(world, 'payment-officer', 'a', ['A']), programme);
    expect(made.run).toMatchObject({ instructionCount: 1 });
    expect(await approveRun(as(world, 'payment-approver', 'b', ['B']), made.run?.id ?? '', made.run?.contentHash ?? '')).toMatchObject({ userErrors: [{ code: 'RUN_NOT_FOUND' }] });
    const seen = (places: string[]): Promise<object> => run(as(world, 'auditor', 'x', places), 'query ($id: ID!) { paymentRun(by: { id: $id }) { instructions { totalCount } } }', { id: made.run?.id });
    expect(await seen(['B'])).toEqual({ paymentRun: { instructions: { totalCount: 0 } } });
    expect(await seen(['A'])).toEqual({ paymentRun: { instructions: { totalCount: 1 } } });
  });
});
