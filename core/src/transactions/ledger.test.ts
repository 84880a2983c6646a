import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './testing/world.js';

let world: World;
let cash: string;
let grant: string;
let dollars: string;
let yen: string;

beforeAll(async () => {
  world = await startWorld();
  const open = async (code: string, currency: string): Promise<string> => {
    const id = uuidv7();
    await world.pool.query("insert into transactions.account (id, code, name, purpose, currency) values ($1, $2, $2, 'OTHER', $3)", [id, code, currency]);
    return id;
  };
  [cash, grant, dollars, yen] = await Promise.all([open('CASH', 'GHS'), open('GRANT', 'GHS'), open('DOLLARS', 'USD'), open('YEN', 'JPY')]);
});
afterAll(() => world.stop());

/** In one transaction of plain SQL, as any writer could. */
async function inSql(work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await world.pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function head(client: Pick<PoolClient, 'query'>, id: string): Promise<void> {
  await client.query("insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values ($1::uuid, 'TEST', '2026-03-01', 'test', $1::uuid::text, 'sql')", [id]);
}

async function post(client: Pick<PoolClient, 'query'>, id: string, account: string, amount: string, currency = 'GHS'): Promise<void> {
  await client.query("insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency) values (kernel.uuid7(), $1, '2026-03-01', $2, $3, $4)", [id, account, amount, currency]);
}

async function booked(): Promise<string> {
  const id = uuidv7();
  await inSql(async (client) => {
    await head(client, id);
    await post(client, id, cash, '10.00');
    await post(client, id, grant, '-10.00');
  });
  return id;
}

describe('the ledger, against any writer', () => {
  it('takes a transaction whose postings come one by one and sum to zero', async () => {
    const id = await booked();
    const { rows } = await world.pool.query('select amount::text from transactions.posting where transaction_id = $1 order by amount', [id]);
    expect(rows).toEqual([{ amount: '-10.00' }, { amount: '10.00' }]);
    expect((await world.pool.query('select from transactions.unbalanced')).rowCount).toBe(0);
  });

  it('refuses at the commit what does not sum to zero', async () => {
    const id = uuidv7();
    await expect(inSql(async (client) => {
      await head(client, id);
      await post(client, id, cash, '10.00');
      await post(client, id, grant, '-9.99');
    })).rejects.toMatchObject({ code: 'KG010', constraint: 'transaction_balanced' });
    expect((await world.pool.query('select from transactions.transaction where id = $1', [id])).rowCount).toBe(0);
  });

  it('sums each currency for itself', async () => {
    const id = uuidv7();
    await expect(inSql(async (client) => {
      await head(client, id);
      await post(client, id, cash, '10.00');
      await post(client, id, dollars, '-10.00', 'USD');
    })).rejects.toMatchObject({ constraint: 'transaction_balanced' });
  });

  it('refuses a transaction without postings, and a posting of zero', async () => {
    await expect(inSql((client) => head(client, uuidv7()))).rejects.toMatchObject({ constraint: 'transaction_has_postings' });
    await expect(inSql(async (client) => {
      const id = uuidv7();
      await head(client, id);
      await post(client, id, cash, '0');
    })).rejects.toMatchObject({ constraint: 'posting_moves_something' });
  });

  it('is not fooled by constraints that are checked early', async () => {
    await expect(inSql(async (client) => {
      const id = uuidv7();
      await head(client, id);
      await client.query(
        `insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency)
         values (kernel.uuid7(), $1, '2026-03-01', $2, 5, 'GHS'), (kernel.uuid7(), $1, '2026-03-01', $3, -5, 'GHS')`, [id, cash, grant],
      );
      await client.query('set constraints all immediate');
      await client.query('set constraints all deferred');
      await post(client, id, cash, '1');
      await client.query('delete from transactions.unbalanced');
    })).rejects.toMatchObject({ constraint: 'transaction_balanced' });
  });

  it('adds nothing to a transaction that is booked, though it would balance', async () => {
    const id = await booked();
    await expect(world.pool.query(
      `insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency)
       values (kernel.uuid7(), $1, '2026-03-01', $2, 5, 'GHS'), (kernel.uuid7(), $1, '2026-03-01', $3, -5, 'GHS')`, [id, cash, grant],
    )).rejects.toMatchObject({ constraint: 'transaction_is_booked' });
  });

  it('does not let a writer backdate the transaction in which it writes', async () => {
    const id = uuidv7();
    await inSql(async (client) => {
      await client.query("insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by, written_in) values ($1::uuid, 'TEST', '2026-03-01', 'test', $1::uuid::text, 'sql', '999999999')", [id]);
      await post(client, id, cash, '1');
      await post(client, id, grant, '-1');
    });
    const { rows } = await world.pool.query("select written_in = '999999999' as forged from transactions.transaction where id = $1", [id]);
    expect(rows).toEqual([{ forged: false }]);
  });

  it.each([
    ['update transactions.posting set amount = amount * 2', 'KG001'],
    ['delete from transactions.posting', 'KG001'],
    ['truncate transactions.posting', 'KG001'],
    ["update transactions.transaction set description = 'else'", 'KG001'],
    ['delete from transactions.transaction', 'KG001'],
    ['truncate transactions.transaction cascade', 'KG001'],
  ])('refuses: %s', async (statement, code) => {
    await booked();
    await expect(world.pool.query(statement)).rejects.toMatchObject({ code });
  });

  it('keeps amounts in the minor unit of the currency, and postings in the currency of the account', async () => {
    const attempt = (account: string, amount: string, currency: string): Promise<void> => inSql(async (client) => {
      const id = uuidv7();
      await head(client, id);
      await post(client, id, account, amount, currency);
      await post(client, id, account, `-${amount}`, currency);
    });
    await expect(attempt(cash, '1.001', 'GHS')).rejects.toMatchObject({ constraint: 'posting_minor_digits' });
    await expect(attempt(yen, '1.5', 'JPY')).rejects.toMatchObject({ constraint: 'posting_minor_digits' });
    await expect(attempt(cash, '1.00', 'USD')).rejects.toMatchObject({ constraint: 'posting_currency' });
    await attempt(yen, '150', 'JPY');
  });
});
