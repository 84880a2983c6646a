import { withoutLimits } from '../../../kernel/access/scope.js';
import type { Context } from '../../../kernel/context.js';
import { defineJob } from '../../../kernel/jobs/define-job.js';
import { digest, open, seal } from '../../../kernel/secrets/secrets.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';
import { numberDigest, ACCOUNT_PURPOSE } from '../accounts/account-number.js';
import { identifierPurpose } from '../identifiers/write-identifiers.js';
import { readRows } from '../../../kernel/read/read-rows.js';

const BATCH = 500;

interface Row {
  readonly id: string;
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
  readonly digest: (ctx: Context, row: Row, number: string) => Buffer;
}

const NUMBERS: readonly Numbers[] = [
  { table: 'people.identifier', columns: 'id, type as kind, value, sealed', purpose: ({ kind }) => identifierPurpose(kind), digest: (ctx, { kind }, number) => digest(ctx, identifierPurpose(kind), number) },
  { table: 'people.payment_account', columns: 'id, institution as kind, null as value, sealed', purpose: () => ACCOUNT_PURPOSE, digest: (ctx, { kind }, number) => numberDigest(ctx, kind, number) },
];

/** A digest begins with the name of its key; rows of the present key are done, so that a job that was killed goes on. */
const OTHER_KEY = 'digest is not null and substring(digest from 1 for 4) <> $1';

async function renewSome(ctx: TxContext, { table, columns, purpose, digest: digestOf }: Numbers): Promise<number> {
  const { rows } = await ctx.tx.query<Row>(`select ${columns} from ${table} where ${OTHER_KEY} order by id limit ${BATCH} for update skip locked`, [ctx.platform.keys.current.id]);
  const renewed = rows.map((row) => {
    const sealing = { purpose: purpose(row), row: row.id };
    const number = row.sealed ? open(ctx, sealing, row.sealed) : (row.value ?? '');
    return { id: row.id, digest: hex(digestOf(ctx, row, number)), sealed: row.sealed && hex(seal(ctx, sealing, number)) };
  });
  await ctx.tx.query(`update ${table} t set digest = r.digest, sealed = r.sealed from jsonb_to_recordset($1) as r(id uuid, digest bytea, sealed bytea) where t.id = r.id`, [JSON.stringify(renewed)]);
  return rows.length;
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

/** Digests and seals numbers anew with the newest key, so that an older one is no longer needed. */
export const rekey = defineJob<Record<string, never>>({
  name: 'people.rekey',
  description: 'Renews what older keys made of identifiers and account numbers',
  async run(asked, _input, job) {
    const ctx = withoutLimits(asked);
    const left = async (): Promise<number> => {
      const counts = await Promise.all(NUMBERS.map(({ table }) => readRows<{ count: number }>(ctx, `select count(*)::int as count from ${table} where ${OTHER_KEY}`, [ctx.platform.keys.current.id])));
      return counts.reduce((total, { rows }) => total + (rows[0]?.count ?? 0), 0);
    };
    const total = await left();
    let done = 0;
    for (const numbers of NUMBERS) {
      for (let some = BATCH; some > 0;) {
        some = await inTransaction(ctx, (tx) => renewSome(tx, numbers));
        done += some;
        await job.progress(done, total);
      }
    }
    return { renewed: done, left: await left() };
  },
});
