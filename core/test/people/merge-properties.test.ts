import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../src/index.js';
import { contradictions } from '../../src/people/testing/contradictions.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, everything, MERGE, mergeInput, register, registerHousehold, twoPlaces, unmerge, versionOf } from './testing/registry.js';

let platform: TestPlatform;
let clerk: TestClient;
let people: string[];
let households: string[];
let programmes: string[];
let day = 0;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-01-01', workers: false });
  clerk = platform.as(...CLERK);
  await twoPlaces(clerk);
  const first = await registerHousehold(clerk, 'P-1', [{ givenName: 'A' }, { givenName: 'B' }, { givenName: 'C' }]);
  const second = await registerHousehold(clerk, 'P-2', [{ givenName: 'D' }, { givenName: 'E' }], 'V2');
  const alone = await register(clerk, [{ givenName: 'F', birthDate: '1980-01-01' }, { givenName: 'G', sex: 'UNKNOWN' }]);
  people = [...first.members, ...second.members, ...alone];
  households = [first.id, second.id];
  const { rows } = await platform.pool.query<{ id: string }>(
    `insert into programmes.programme (id, code, name, scheme, target, currency, starts_on)
     select kernel.uuid7(), 'P' || n, 'Pension', 'test', 'PERSON', 'GHS', '2020-01-01' from generate_series(1, 2) n returning id`,
  );
  programmes = rows.map(({ id }) => id);
  await platform.pool.query(
    `insert into transactions.account (id, code, name, purpose, currency) select kernel.uuid7(), 'T' || n, 'Account', 'TEST', 'GHS' from generate_series(1, 2) n`,
  );
});
afterAll(() => platform.stop());

const today = (): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
const uuid = (id: string | undefined): string => decodeId(id ?? '')?.uuid ?? '';
const send = async (field: string, type: string, input: object): Promise<void> => {
  const { errors } = await clerk.send(`mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`, { input });
  expect(errors).toEqual([]);
};

/** What may happen in a registry; what the rules do not allow is refused and changes nothing. */
const OPS = ['update', 'add', 'remove', 'head', 'split', 'move', 'contact', 'enrol', 'pay'] as const;
type Op = readonly [name: (typeof OPS)[number], person: number, other: number];
let splits = 0;
const op: fc.Arbitrary<Op> = fc.tuple(fc.constantFrom(...OPS), fc.nat(6), fc.nat(6));

async function happen([name, who, other]: Op): Promise<void> {
  day += other % 2;
  platform.setToday(today());
  const [id, household] = [people[who] ?? '', households[other % 2] ?? ''];
  switch (name) {
    case 'update':
      return send('personUpdate', 'PersonUpdateInput', { id, version: await versionOf(clerk, id), ...(other % 2 ? { birthDate: `198${other}-02-0${1 + other}` } : { sex: other > 3 ? 'MALE' : 'FEMALE' }) });
    case 'add':
      return send('householdMemberAdd', 'HouseholdMemberAddInput', { householdId: household, personId: id, role: 'OTHER_RELATIVE' });
    case 'remove':
      return send('householdMemberRemove', 'HouseholdMemberRemoveInput', { householdId: household, personId: id });
    case 'head':
      return send('householdHeadChange', 'HouseholdHeadChangeInput', { householdId: household, personId: id, formerHeadBecomes: 'PARENT' });
    case 'split':
      return send('householdSplit', 'HouseholdSplitInput', { householdId: household, code: `S-${(splits += 1)}`, placeCode: other > 3 ? 'V2' : null, members: [{ personId: id, role: 'HEAD' }] });
    case 'move':
      return send('householdMove', 'HouseholdMoveInput', { householdId: household, placeCode: other > 3 ? 'V2' : 'V1' });
    case 'contact':
      await platform.pool.query(
        `insert into people.contact_point (id, person_id, kind, value, preferred)
         select kernel.uuid7(), $1, 'PHONE', '+23320000000' || $2::int, not exists (select from people.contact_point where person_id = $1 and preferred) where (select merged_into_id from people.person where id = $1) is null`,
        [uuid(id), other],
      );
      return;
    case 'enrol':
      await platform.pool.query(
        `insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on)
         select kernel.uuid7(), $2, id, place_id, 'ENROLLED', '2026-01-01' from people.person where id = $1 and merged_into_id is null on conflict do nothing`, [uuid(id), programmes[other % 2]],
      );
      return;
    case 'pay':
      await platform.pool.query(
        `with booked as (
           insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values (kernel.uuid7(), 'PAYMENT', '2026-01-01', 'x', gen_random_uuid()::text, 'test') returning id, occurred_on)
         insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, party_id)
         select kernel.uuid7(), b.id, b.occurred_on, a.id, case a.code when 'T1' then 7 else -7 end, 'GHS', $1 from booked b, transactions.account a where a.code in ('T1', 'T2')`, [uuid(id)],
      );
  }
}

const merging = fc.record({
  survivor: fc.nat(6), merged: fc.nat(6), newHead: fc.nat(6), take: fc.uniqueArray(fc.constantFrom('NAME', 'SEX', 'BIRTH', 'ATTRIBUTES', 'HOUSEHOLD'), { maxLength: 3 }),
});

/** @returns the merge's id, or undefined where it was refused */
async function tryMerge({ survivor, merged, newHead, take }: { survivor: number; merged: number; newHead: number; take: string[] }): Promise<string | undefined> {
  const { data, errors } = await clerk.send(MERGE, await mergeInput(clerk, people[survivor] ?? '', people[merged] ?? '', { take, newHeadId: people[newHead] }));
  expect(errors).toEqual([]);
  return (data as { personMerge: { merge: { id: string } | null } }).personMerge.merge?.id;
}

/** Memberships, households and persons say the same, and the ledger is balanced. */
async function checkRegistry(): Promise<void> {
  expect(await contradictions(platform.pool, today())).toEqual([]);
  const { rows } = await platform.pool.query(
    `select 'merged lives' as what, p.given_name as of from people.person p join people.membership m on m.person_id = p.id and m.valid_to is null where p.merged_into_id is not null
     union all select 'unbalanced', transaction_id::text from transactions.posting group by 2 having sum(amount) <> 0`,
  );
  expect(rows).toEqual([]);
}

const ledger = async (): Promise<unknown> => (await platform.pool.query('select * from transactions.posting order by id')).rows;

describe('whatever happened before', () => {
  it('a merge that is taken back at once leaves every row as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(op, { maxLength: 5 }), merging, async (before, pair) => {
        for (const each of before) await happen(each);
        await checkRegistry();
        const was = await everything(platform);
        const id = await tryMerge(pair);
        if (id === undefined) {
          expect(await everything(platform)).toEqual(was);
          return;
        }
        await checkRegistry();
        expect(await unmerge(clerk, id)).toEqual([]);
        expect(await everything(platform)).toEqual(was);
        await checkRegistry();
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('what happens between stays, in order, and both are persons again', async () => {
    await fc.assert(
      fc.asyncProperty(merging, fc.array(op, { maxLength: 6 }), async (pair, between) => {
        const id = await tryMerge(pair);
        for (const each of between) await happen(each);
        await checkRegistry();
        const booked = await ledger();
        if (id !== undefined) await unmerge(clerk, id);
        expect(await ledger()).toEqual(booked);
        await checkRegistry();
        const { rows } = await platform.pool.query('select count(*)::int as merged from people.person where merged_into_id is not null');
        expect(rows).toEqual([{ merged: 0 }]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
