import { sealWith } from '../../../kernel/secrets/data-keys.js';
import { digest } from '../../../kernel/secrets/secrets.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { ACCOUNT_PURPOSE, numberDigest } from '../accounts/account-number.js';
import { identifierPurpose } from '../identifiers/write-identifiers.js';
import { keysForPersons, openAll } from '../keys/person-keys.js';

const BATCH = 500;

interface Row {
  readonly id: string;
  readonly person: string;
  /** Type of an identifier, institution of an account. */
  readonly kind: string;
  readonly value: string | null;
  readonly sealed: Buffer | null;
}

/** A table with numbers, and how what it keeps of one is made. */
interface Numbers {
  readonly table: string;
  /** Columns as a `Row` has them. */
  readonly columns: string;
  readonly purpose: (row: Row) => string;
  readonly digest: (ctx: TxContext, row: Row, number: string) => Buffer;
}

export const NUMBERS: readonly Numbers[] = [
  { table: 'people.identifier', columns: 'id, person_id as person, type as kind, value, sealed', purpose: ({ kind }) => identifierPurpose(kind), digest: (ctx, { kind }, number) => digest(ctx, identifierPurpose(kind), number) },
  { table: 'people.payment_account', columns: 'id, person_id as person, institution as kind, null as value, sealed', purpose: () => ACCOUNT_PURPOSE, digest: (ctx, { kind }, number) => numberDigest(ctx, kind, number) },
];

/** A digest begins with the name of its key. A seal of the deployment's own key is of before persons had theirs. */
export const MADE_BEFORE = '((digest is not null and substring(digest from 1 for 4) <> $1) or (sealed is not null and get_byte(sealed, 0) = 1))';

/** Renews the rows that follow in the order of ids; what is renewed already is passed over, so that a job that was killed goes on. */
export async function renewNumbers(ctx: TxContext, { table, columns, purpose, digest: digestOf }: Numbers, after: string): Promise<{ readonly renewed: number; readonly last: string | undefined }> {
  const { rows } = await ctx.tx.query<Row>(`select ${columns} from ${table} where ${MADE_BEFORE} and id > $2 order by id limit ${BATCH} for update skip locked`, [ctx.platform.keys.current.id, after]);
  if (rows.length === 0) return { renewed: 0, last: undefined };
  const secret = rows.flatMap((row) => (row.sealed ? [{ purpose: purpose(row), row: row.id, sealed: row.sealed, person: row.person }] : []));
  const opened = new Map((await openAll(ctx, secret)).map((number, index) => [secret[index]?.row, number]));
  const keys = await keysForPersons(ctx, secret.map(({ person }) => person));
  const renewed = rows.map((row) => {
    const number = opened.get(row.id) ?? row.value ?? '';
    const key = row.sealed && keys.get(row.person);
    return { id: row.id, digest: hex(digestOf(ctx, row, number)), sealed: key ? hex(sealWith(key, { purpose: purpose(row), row: row.id }, number)) : null };
  });
  await ctx.tx.query(`update ${table} t set digest = r.digest, sealed = r.sealed from jsonb_to_recordset($1) as r(id uuid, digest bytea, sealed bytea) where t.id = r.id`, [JSON.stringify(renewed)]);
  return { renewed: rows.length, last: rows.at(-1)?.id };
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
