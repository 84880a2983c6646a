import type { ClientBase, Pool } from 'pg';
import type { Keys } from '../secrets/keys.js';
import { verifyAnchors } from './anchors.js';
import type { Finding } from './finding.js';
import { compareHead, readHeads, verifyChain } from './verify-chain.js';
import { AS_WRITTEN, auditedTables, verifyRows } from './verify-rows.js';

/** What was looked at, and what is wrong: the first place of each chain and of each table. */
export interface Verification {
  readonly entries: number;
  readonly chains: number;
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
 * Verifies the audit as of one moment, while others go on writing: that each chain is whole, that it still holds what anchors saw
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
  const chains = await verifyChains(client, step);
  const anchors = against ? await verifyAnchors(client, against.keys, against.file) : undefined;
  const { tables, findings } = rows ? await auditedTables(client) : { tables: [], findings: [] };
  const ofRows: Finding[] = [...findings];
  for (const table of tables) {
    step(table.name);
    const finding = await verifyRows(client, table);
    if (finding) ofRows.push(finding);
  }
  return {
    entries: chains.entries, chains: chains.count, tables: tables.length, anchors: anchors?.count ?? 0,
    findings: [...chains.findings, ...(anchors?.finding ? [anchors.finding] : []), ...ofRows],
  };
}

async function verifyChains(client: ClientBase, step: (text: string) => void): Promise<{ readonly entries: number; readonly count: number; readonly findings: readonly Finding[] }> {
  const heads = new Map((await readHeads(client)).map((head) => [head.chain, head]));
  const { rows } = await client.query<{ chain: number }>('select distinct chain from kernel.audit_entry');
  const chains = [...new Set([...heads.keys(), ...rows.map(({ chain }) => chain)])].sort((a, b) => a - b);
  const findings: Finding[] = [];
  let entries = 0;
  for (const chain of chains) {
    step(`chain ${chain}`);
    const { end, finding } = await verifyChain(client, chain);
    entries += end.seq;
    const broken = finding ?? compareHead(end, heads.get(chain));
    if (broken) findings.push(broken);
  }
  return { entries, count: chains.length, findings: [...findings, ...(await strayChanges(client))] };
}

/** Changes that belong to no entry: theirs was taken out, or they were put in past the audit. */
async function strayChanges(client: ClientBase): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ n: string; table: string }>(
    'select c.n, c.table_name as "table" from kernel.audit_change c where not exists (select from kernel.audit_entry e where e.id = c.entry_id) order by c.n limit 1',
  );
  return rows.map(({ n, table }) => ({ kind: 'added', place: `change ${n}`, what: `of ${table} belongs to no entry` }));
}
