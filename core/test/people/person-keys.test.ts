import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseKeys, type Keys } from '../../src/kernel/secrets/keys.js';
import { seal } from '../../src/kernel/secrets/secrets.js';
import { openEach, type SealedValue } from '../../src/people/persons/keys/person-keys.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let kinga: TestPlatform;
let clerk: TestClient;
let officer: TestClient;
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.persons.merge', 'people.places.read', 'people.identifiers.read', 'people.payment-accounts.read', 'people.payment-accounts.register'];

beforeAll(async () => {
  kinga = await startTestPlatform({ today: '2026-03-01' });
  clerk = kinga.as(...PERMISSIONS);
  officer = kinga.as(...PERMISSIONS, 'people.identifiers.clear', 'people.payment-accounts.clear');
  await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'A', 'A', 'country', 0, 1, 1)");
});
afterAll(() => kinga.stop());

const uuid = (id: string): string => id.split('_')[1] ?? '';
let given = 0;

/** Somebody with a national number and an account. */
async function register(number: string): Promise<{ readonly id: string; readonly identifier: string; readonly account: string }> {
  const { personsRegister: { persons: [{ id }] } } = await clerk.run<{ personsRegister: { persons: [{ id: string }] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }',
    { input: { placeCode: 'A', persons: [{ familyName: 'Owusu', sex: 'FEMALE', identifiers: [{ type: 'national-number', value: number }] }] } });
  const { personPaymentAccountAdd: { account } } = await clerk.run<{ personPaymentAccountAdd: { account: { id: string } } }>(
    'mutation ($input: PersonPaymentAccountAddInput!) { personPaymentAccountAdd(input: $input) { account { id } userErrors { code message path } } }',
    { input: { personId: id, account: { kind: 'BANK', institution: 'BANKGHAC', number: `${1_000_000_000 + (given += 1)}` } } });
  const { rows: [row] } = await kinga.pool.query<{ id: string }>('select id from people.identifier where person_id = $1', [uuid(id)]);
  return { id: uuid(id), identifier: row?.id ?? '', account: uuid(account.id) };
}

const kept = async (table: 'identifier' | 'payment_account', id: string): Promise<SealedValue> => {
  const { rows: [row] } = await kinga.pool.query<{ id: string; sealed: Buffer }>(`select id, sealed from people.${table} where id = $1`, [id]);
  return { purpose: table === 'identifier' ? 'people.identifier/national-number' : 'people.payment_account', row: row?.id ?? '', sealed: row?.sealed ?? Buffer.alloc(0) };
};
const context = () => kinga.platform.context({ actor: kinga.platform.system('test'), today: '2026-03-01' });
const opened = async (...values: readonly SealedValue[]): Promise<readonly string[]> => (await openEach(context(), values)).map((each) => (each instanceof Error ? 'REFUSED' : each));
const keysOf = async (person: string): Promise<number> => (await kinga.pool.query('select from people.person_key where person_id = $1', [person])).rowCount ?? 0;

describe('what is secret about a person', () => {
  it('is sealed with one key of that person, however much it is', async () => {
    const [one, two] = [await register('KEYS0001'), await register('KEYS0002')];
    expect([await keysOf(one.id), await keysOf(two.id)]).toEqual([1, 1]);
    expect(await opened(await kept('identifier', one.identifier), await kept('payment_account', one.account), await kept('identifier', two.identifier))).toEqual(['KEYS0001', expect.stringMatching(/^1\d{9}$/), 'KEYS0002']);
    const { rows: [key] } = await kinga.pool.query<{ wrapped: Buffer }>('select wrapped from people.person_key where person_id = $1', [one.id]);
    expect(key?.wrapped).toHaveLength(1 + 4 + 12 + 16 + 32);
  });

  it('is read by one statement for the keys of a whole page', async () => {
    for (let n = 0; n < 5; n += 1) await register(`PAGE000${n}`);
    const { persons } = await officer.run<{ persons: { nodes: readonly { identifiers: { nodes: readonly { value: string; masked: string }[] } }[] } }>('{ persons(first: 100) { nodes { identifiers { nodes { value masked } } paymentAccounts { nodes { number masked } } } } }');
    expect(officer.statements()).toBe(2);
    expect(persons.nodes.flatMap(({ identifiers }) => identifiers.nodes.map(({ value }) => value))).toEqual(expect.arrayContaining(['PAGE0000', 'PAGE0004']));
  });

  it('does not open in another row, column or person, nor with the key of another', async () => {
    const [one, two] = [await register('SWAP0001'), await register('SWAP0002')];
    const [mine, others, account] = [await kept('identifier', one.identifier), await kept('identifier', two.identifier), await kept('payment_account', one.account)];
    const otherKey = Buffer.concat([mine.sealed.subarray(0, 1), others.sealed.subarray(1, 17), mine.sealed.subarray(17)]);
    expect(await opened({ ...mine, sealed: others.sealed }, { ...mine, row: two.identifier }, { ...mine, purpose: 'people.identifier/card' }, { ...account, sealed: mine.sealed }, { ...mine, sealed: otherKey }))
      .toEqual(Array.from({ length: 5 }, () => 'REFUSED'));
    // A wrapped key in the place of another does not unwrap either.
    const client = await kinga.pool.connect();
    await client.query('begin; alter table people.person_key disable trigger user');
    await client.query('update people.person_key k set wrapped = o.wrapped from people.person_key o where k.person_id = $1 and o.person_id = $2', [one.id, two.id]);
    expect((await openEach({ ...context(), tx: client } as never, [mine]))[0]).toBeInstanceOf(Error);
    await client.query('rollback');
    client.release();
    expect(await opened(mine)).toEqual(['SWAP0001']);
  });

  it('cannot be opened any more once the key is destroyed, in whatever copy; the key stays otherwise', async () => {
    const one = await register('GONE0001');
    const copies = [await kept('identifier', one.identifier), await kept('payment_account', one.account)];
    await expect(kinga.pool.query('delete from people.person_key where person_id = $1', [one.id])).rejects.toMatchObject({ code: 'KG001' });
    await expect(kinga.pool.query('update people.person_key set person_id = (select id from people.person where id <> $1 limit 1) where person_id = $1', [one.id])).rejects.toMatchObject({ code: 'KG001' });
    await kinga.pool.query("select privacy.erase_again(array[$1::uuid], array['2026-03-01'::date])", [one.id]);
    expect(await keysOf(one.id)).toBe(0);
    expect(await opened(...copies)).toEqual(['REFUSED', 'REFUSED']);
    const { rows } = await kinga.pool.query("select from kernel.history where table_name = 'people.person_key'");
    expect(rows).toEqual([]);
  });
});

describe('the keys of the deployment', () => {
  const use = (keys: Keys): void => void Object.assign(kinga.platform, { keys });
  const rekey = async (): Promise<unknown> => {
    await kinga.as('people.secrets.rekey', 'kernel.jobs.read').run('mutation { personSecretsRekey(input: {}) { job { id } userErrors { code message path } } }');
    await kinga.finishJobs();
    return (await kinga.pool.query<{ result: unknown }>("select result from kernel.job where name = 'people.rekey' order by created_at desc limit 1")).rows[0]?.result;
  };

  it('rotate by wrapping one key per person anew: what it sealed stays as it is, in history too', async () => {
    const one = await register('TURN0001');
    const copy = await kept('identifier', one.identifier);
    const before = kinga.platform.keys;
    const after = parseKeys(Buffer.alloc(32, 9).toString('base64'));
    use({ current: after.current, all: [...after.all, ...before.all] });
    const { rows: [all] } = await kinga.pool.query<{ keys: number }>('select count(*)::int as keys from people.person_key');
    expect(await rekey()).toMatchObject({ rewrapped: all?.keys, left: 0 });
    use(after);
    expect(await opened(copy, await kept('identifier', one.identifier))).toEqual(['TURN0001', 'TURN0001']);
    expect(await rekey()).toMatchObject({ rewrapped: 0, renewed: 0, left: 0 });
    use({ current: before.current, all: [...before.all, ...after.all] });
    await rekey();
    use(before);
  });

  it('open what they sealed before persons had keys, until it is sealed anew', async () => {
    const one = await register('PAST0001');
    const old = { ...(await kept('identifier', one.identifier)), sealed: seal(context(), { purpose: 'people.identifier/national-number', row: one.identifier }, 'PAST0001') };
    await kinga.pool.query('update people.identifier set sealed = $2 where id = $1', [one.identifier, old.sealed]);
    expect(await opened(old)).toEqual(['PAST0001']);
    expect(await rekey()).toMatchObject({ rewrapped: 0, renewed: 1, left: 0 });
    const now = await kept('identifier', one.identifier);
    expect([now.sealed[0], ...(await opened(now))]).toEqual([2, 'PAST0001']);
  });
});
