import type { ClientBase, Pool } from 'pg';
import type { Keys } from '../secrets/keys.js';
import { verifyAnchors } from './anchors.js';
import type { Finding } from './finding.js';
import { OF_READS, OF_THE_AUDIT, verifyChains } from './verify-chain.js';
import { AS_WRITTEN, auditedTables, verifyRows } from './verify-rows.js';

/** What was looked at, and what is wrong: the first place of each chain and of each table. */
export interface Verification {
  readonly entries: number;
  readonly chains: number;
  /** Entries of the read log, each of what one statement noted. */
  readonly reads: number;
  readonly tables: number;
  readonly anchors: number;
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  /** File of the anchors to compare with. */
  readonly against?: { readonly file: string; readonly keys: Keys };
  /** Whether the tables themselves are compared as well; they are where left out. */
  readonly rows?: boolean;
  readonly step?: (text: string) => void;
}

/**
 * Verifies the audit and the read log as of one moment, while others go on writing: that each chain is whole, that it still holds what anchors saw
 * of it, and that the tables and their history are what was written. As the owner of the tables.
 */
export async function verifyAudit(pool: Pool, options: VerifyOptions = {}): Promise<Verification> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await verifyOn(client, options);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

/** The same in a transaction that is open, of which it changes settings. */
export async function verifyOn(client: ClientBase, { against, rows = true, step = () => undefined }: VerifyOptions = {}): Promise<Verification> {
  await client.query(`${AS_WRITTEN}; set local statement_timeout = 0`);
  const chains = await verifyChains(client, OF_THE_AUDIT, step);
  const reads = await verifyChains(client, OF_READS, step);
  const anchors = against ? await verifyAnchors(client, against.keys, against.file) : undefined;
  const { tables, findings } = rows ? await auditedTables(client) : { tables: [], findings: [] };
  const ofRows: Finding[] = [...findings];
  for (const table of tables) {
    step(table.name);
    const finding = await verifyRows(client, table);
    if (finding) ofRows.push(finding);
  }
  return {
    entries: chains.entries, chains: chains.count, reads: reads.entries, tables: tables.length, anchors: anchors?.count ?? 0,
    findings: [...chains.findings, ...(await strayChanges(client)), ...reads.findings, ...(await strayReads(client)), ...(anchors?.finding ? [anchors.finding] : []), ...ofRows],
  };
}

/** Changes that belong to no entry: theirs was taken out, or they were put in past the audit. */
async function strayChanges(client: ClientBase): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ n: string; table: string }>(
    'select c.n, c.table_name as "table" from kernel.audit_change c where not exists (select from kernel.audit_entry e where e.id = c.entry_id) order by c.n limit 1',
  );
  return rows.map(({ n, table }) => ({ kind: 'added', place: `change ${n}`, what: `of ${table} belongs to no entry` }));
}

/** Reads that were put in past the chains: there are more than entries speak of. */
async function strayReads(client: ClientBase): Promise<readonly Finding[]> {
  const { rows: [counted] } = await client.query<{ stray: string }>('select (select count(*) from kernel.read_log) - (select coalesce(sum(cardinality(row_ids)), 0) from kernel.read_entry) as stray');
  if (Number(counted?.stray ?? 0) <= 0) return [];
  const { rows } = await client.query<{ id: string }>(
    'select l.id from kernel.read_log l where not exists (select from (select unnest(e.row_ids) as id, e.since, e.at from kernel.read_entry e) its where its.id = l.id and l.at between its.since and its.at) order by l.at limit 1',
  );
  return rows.map(({ id }) => ({ kind: 'added', place: `read ${id}`, what: `belongs to no entry, as do ${Number(counted?.stray) - 1} others` }));
}
