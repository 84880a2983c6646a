import { v7 as uuidv7 } from 'uuid';
import { inTransaction } from '../../kernel/write/transaction.js';
import { sealedNumber } from '../../people/persons/accounts/account-number.js';
import type { World } from './world.js';

/** A payment account of the registry, as a test wants it: verified, at a bank and open since long where nothing else is said. */
export interface GivenAccount {
  readonly kind?: 'BANK' | 'WALLET' | 'CASH_POINT';
  readonly institution?: string;
  /** In its normal form. */
  readonly number?: string;
  readonly holder?: string;
  readonly currency?: string | null;
  readonly preferred?: boolean;
  readonly verification?: 'VERIFIED' | 'UNVERIFIED' | 'REFUTED';
  readonly validFrom?: string;
  readonly validTo?: string | null;
}

let numbers = 0;

/** Gives a person an account. @param person UUID @returns the account's UUID */
export async function giveAccount({ platform, pool }: Pick<World, 'platform' | 'pool'>, person: string, given: GivenAccount = {}): Promise<string> {
  numbers += 1;
  const id = uuidv7();
  const { kind = 'BANK', institution = 'GHBANK', number = kind === 'CASH_POINT' ? undefined : `00${10_000_000 + numbers}`, holder, currency = null, preferred = false, verification = 'VERIFIED', validFrom = '2020-01-01', validTo = null } = given;
  const { digest, sealed } = await inTransaction(platform.context({ actor: platform.system() }), (tx) => sealedNumber(tx, { id, personId: person, institution }, number));
  await pool.query(
    `insert into people.payment_account (id, person_id, kind, institution, holder_name, currency, digest, sealed, preferred, verification, valid_from, valid_to)
     select $1, p.id, $3, $4, coalesce($5, concat_ws(' ', p.given_name, p.family_name)), $6, $7::bytea, $8::bytea, $9, $10, $11, $12 from people.person p where p.id = $2`,
    [id, person, kind, institution, holder ?? null, currency, digest, sealed, preferred, verification, validFrom, validTo],
  );
  return id;
}

/** Gives everybody to whom a programme owes something an account; `given` says which, by the amount that is owed. @returns their UUIDs, in the order of entitlements */
export async function giveAccounts(world: Pick<World, 'platform' | 'pool'>, programme: string, given: GivenAccount | ((amount: string) => GivenAccount) = {}): Promise<readonly string[]> {
  const { rows } = await world.pool.query<{ payee: string; amount: string }>('select e.payee_id as payee, e.amount::text from programmes.entitlement e where e.programme_id = $1 order by e.id', [programme]);
  const accounts: string[] = [];
  for (const { payee, amount } of rows) accounts.push(await giveAccount(world, payee, typeof given === 'function' ? given(amount) : given));
  return accounts;
}
