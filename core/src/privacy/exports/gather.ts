import type { Context } from '../../kernel/context.js';
import { pastOf } from '../../kernel/read/time.js';
import { bytesOf } from '../../kernel/secrets/secrets.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { unsealed } from '../../change-requests/sealed.js';
import { openNumbers, type SealedAccount } from '../../people/persons/accounts/account-number.js';
import { openIdentifiers } from '../../people/persons/identifiers/identifier-fields.js';
import { personalTables, type PersonalTable } from '../personal-tables.js';
import { leftOutOfExports } from './left-out.js';

/** What one table holds, and has held, of a person. */
export interface Holding {
  readonly table: string;
  readonly rows: readonly Row[];
  /** Earlier states of the rows, those of rows that are gone included, oldest first. */
  readonly history: readonly { readonly until: string; readonly change: string; readonly row: Row }[];
}

/** A file that is held of the person. */
export interface HeldFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Everything that is held of a person, by the list of personal tables, also where the actor's scope would hide
 * something. Sealed values are opened; digests of them are left out. Whether the actor may is for the caller to have settled.
 */
export async function gather(ctx: Context, personId: string): Promise<{ readonly holdings: readonly Holding[]; readonly files: readonly HeldFile[] }> {
  const all = ctx.platform.context({ actor: ctx.platform.system(ctx.actor.id), today: ctx.today, purpose: ctx.purpose, requestId: ctx.requestId });
  return inTransaction(all, async (tx) => {
    const { rows: [who] } = await tx.tx.query<{ persons: string[]; households: string[] }>(
      `select array(select id from people.person where $1 in (id, merged_into_id)) as persons,
              array(select household_id from people.person where $1 in (id, merged_into_id) and household_id is not null) as households`, [personId],
    );
    const ids = new Map<string, readonly string[]>();
    const fileIds = new Set<string>();
    const holdings: Holding[] = [];
    for (const table of await personalTables(tx)) {
      const holding = await holdingOf(tx, table, { persons: who?.persons ?? [], households: who?.households ?? [], parents: ids.get(table.partOf ?? '') ?? [] });
      ids.set(table.name, [...holding.rows, ...holding.history.map(({ row }) => row)].map((row) => String(row['id'])));
      for (const row of [...holding.rows, ...holding.history.map((each) => each.row)]) table.files.flatMap((column) => row[column] ?? []).forEach((id) => fileIds.add(String(id)));
      const earlier = await readable(tx, table, holding.history.map(({ row }) => row));
      holdings.push({ table: holding.table, rows: await readable(tx, table, holding.rows), history: holding.history.map((each, index) => ({ ...each, row: earlier[index] ?? {} })) });
    }
    holdings.push(await readsOf(tx, who?.persons ?? []));
    const { rows: files } = await tx.tx.query<HeldFile>('select id, name, media_type as "mediaType" from kernel.file where id = any($1::uuid[]) and state = \'READY\' and size > 0 order by id', [[...fileIds]]);
    return { holdings, files };
  });
}

/** Who read what of the person, when and what for. */
async function readsOf(tx: TxContext, persons: readonly string[]): Promise<Holding> {
  const { rows } = await tx.tx.query<{ row: Row }>(
    `select jsonb_build_object('at', r.at, 'actor', r.actor, 'operation', r.operation, 'purpose', r.purpose, 'fields', r.fields, 'revealed', r.revealed) as row
     from kernel.read_log r where r.subjects && $1::uuid[] order by r.at`, [persons],
  );
  return { table: 'kernel.read_log', rows: rows.map(({ row }) => row), history: [] };
}

interface Whose {
  readonly persons: readonly string[];
  readonly households: readonly string[];
  readonly parents: readonly string[];
}

async function holdingOf(tx: TxContext, table: PersonalTable, { persons, households, parents }: Whose): Promise<Holding> {
  const given = [persons, households, parents];
  const left = [...tx.platform.extensions(leftOutOfExports).values()].filter((each) => each.table === table.name).map(({ where }) => `(${where})`);
  const but = left.length === 0 ? '' : ` and not coalesce(${left.join(' or ')}, false)`;
  const butOf = left.length === 0 ? '' : ` and not exists (select from ${table.name} t where t.id = h.row_id and (${left.join(' or ')}))`;
  const { rows } = await tx.tx.query<{ row: Row }>(
    `select to_jsonb(t) as row from ${table.name} t where ($1::uuid[], $2::uuid[], $3::uuid[]) is not null and (${conditionOf(table, (column) => `t.${column}`)})${but}${table.hasId ? ' order by t.id' : ''}`, given,
  );
  if (!table.hasHistory) return { table: table.name, rows: rows.map(({ row }) => row), history: [] };
  const { rows: history } = await tx.tx.query<Holding['history'][number]>(
    `select changed_at as until, operation as change, row_before as row from ${pastOf(table.name)} h
     where ($1::uuid[], $2::uuid[], $3::uuid[]) is not null and (${conditionOf(table, (column) => `(h.row_before ->> '${column}')::uuid`)})${butOf} order by h.changed_at`, given,
  );
  return { table: table.name, rows: rows.map(({ row }) => row), history };
}

/** Rows of the household alone, not those of others who belong to it. */
function conditionOf({ persons, households, partBy }: PersonalTable, read: (column: string) => string): string {
  const nobodys = persons.length === 0 ? '' : ` and num_nonnulls(${persons.map(read).join(', ')}) = 0`;
  return [
    ...persons.map((column) => `${read(column)} = any($1)`),
    ...households.map((column) => `(${read(column)} = any($2)${nobodys})`),
    ...(partBy ? [`${read(partBy)} = any($3)`] : []),
  ].join(' or ');
}

/** Sealed values of rows in the clear, under the name that they have in the API, in the order of the rows. */
const OPENED: Readonly<Record<string, (tx: TxContext, rows: readonly Row[]) => Promise<readonly Row[]>>> = {
  'people.identifier': async (tx, rows) => {
    const secret = rows.filter(({ sealed }) => sealed !== null);
    const opened = (await openIdentifiers(tx, secret as unknown as Parameters<typeof openIdentifiers>[1])).values();
    return rows.map(({ sealed, value }) => ({ value: sealed === null ? value : opened.next().value }));
  },
  'people.payment_account': async (tx, rows) => (await openNumbers(tx, rows as unknown as readonly SealedAccount[])).map((number) => ({ number })),
  'change_requests.change_request': (tx, rows) => Promise.resolve(rows.map(({ id, sealed }) => ({ asked: unsealed(tx, String(id), bytesOf(String(sealed))) }))),
};

async function readable(tx: TxContext, { name, bytes }: PersonalTable, rows: readonly Row[]): Promise<readonly Row[]> {
  const opened = await OPENED[name]?.(tx, rows);
  return rows.map((row, index) => ({ ...Object.fromEntries(Object.entries(row).filter(([column]) => !bytes.includes(column))), ...opened?.[index] }));
}
