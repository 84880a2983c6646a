import { copy } from './copy.mjs';

const PURPOSES = ['BENEFIT_EXPENSE', 'BENEFIT_PAYABLE'];
const POSTINGS_PER_COMMIT = 100_000;

/** Transactions of two postings each, that sum to zero. */
export async function seedLedger(client, { postings, enrolments, programmes, newId }) {
  const accounts = new Map();
  const rows = programmes.flatMap((programme, index) => PURPOSES.map((purpose) => {
    const id = newId();
    accounts.set(`${programme} ${purpose}`, id);
    return [id, `${purpose}-${index}`, `${purpose} of programme ${index}`, purpose, programme, 'GHS'];
  }));
  await copy(client, 'transactions.account', ['id', 'code', 'name', 'purpose', 'programme_id', 'currency'], rows);
  for (let done = 0; done < postings; done += POSTINGS_PER_COMMIT) {
    await commitSome(client, Math.min(POSTINGS_PER_COMMIT, postings - done) / 2, done / 2, { accounts, enrolments, newId });
  }
}

/** The postings of a transaction are written together with it; the database wants them so. */
async function commitSome(client, count, offset, { accounts, enrolments, newId }) {
  const transactions = [];
  const postings = [];
  for (let index = offset; index < offset + count; index += 1) {
    const { programme, place, person, on } = enrolments[index % enrolments.length];
    const transaction = newId();
    transactions.push([transaction, 'ACCRUAL', on, 'Benefit of a period', `bench-${index}`, 'bench']);
    const amount = 64 + (index % 4) * 12;
    PURPOSES.forEach((purpose, side) => {
      postings.push([newId(), transaction, on, accounts.get(`${programme} ${purpose}`), `${side === 0 ? '' : '-'}${amount}.00`, 'GHS', programme, place, person]);
    });
  }
  await client.query('begin');
  await copy(client, 'transactions.transaction', ['id', 'kind', 'occurred_on', 'description', 'reference', 'booked_by'], transactions);
  await copy(client, 'transactions.posting', ['id', 'transaction_id', 'occurred_on', 'account_id', 'amount', 'currency', 'programme_id', 'place_id', 'party_id'], postings);
  await client.query('commit');
}
