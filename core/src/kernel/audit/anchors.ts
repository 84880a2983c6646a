import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { ClientBase, QueryResultRow } from 'pg';
import type { Key, Keys } from '../secrets/keys.js';
import type { Finding } from './finding.js';
import { OF_READS, OF_THE_AUDIT, readHeads, type ChainKind, type Head } from './verify-chain.js';

/** Where the chains ended at a moment, as it is kept outside of the database. */
export interface Anchor {
  readonly at: string;
  readonly heads: readonly Head[];
  /** The same of the read log; anchors from before it was chained lack it. */
  readonly reads?: readonly Head[];
  /** Hash of the anchor before in the same file; empty for the first. */
  readonly previous: string;
  /** HMAC-SHA-256 by a key of the deployment, so that whoever holds the database alone can't write one. */
  readonly seal: string;
}

/** What asks the database: a connection, or a transaction of the platform. */
export interface Asked {
  query<R extends QueryResultRow>(text: string): Promise<{ readonly rows: R[] }>;
}

/** An anchor of this moment, not kept anywhere yet. */
export async function anchorOf(client: Asked, keys: Keys, at: Date, previous = ''): Promise<Anchor> {
  const ended = async (kind: ChainKind): Promise<readonly Head[]> => (await readHeads(client, kind)).filter(({ seq }) => seq > 0);
  const body = { at: at.toISOString(), heads: await ended(OF_THE_AUDIT), reads: await ended(OF_READS), previous };
  return { ...body, seal: sealOf(keys.current, body) };
}

/** Adds an anchor of this moment to a file, one line of JSON. */
export async function appendAnchor(client: Asked, keys: Keys, at: Date, file: string): Promise<Anchor> {
  await mkdir(dirname(file), { recursive: true });
  const last = await lastLine(file);
  const anchor = await anchorOf(client, keys, at, last === '' ? '' : hashOf(last));
  await appendFile(file, `${JSON.stringify(anchor)}\n`, { mode: 0o640 });
  return anchor;
}

/** What of the database, or of the anchors themselves, is not as the anchors have it; they are read one after the other. */
export async function verifyAnchors(client: ClientBase, keys: Keys, file: string): Promise<{ readonly count: number; readonly finding?: Finding }> {
  let [count, previous] = [0, ''];
  for await (const line of linesOf(file)) {
    count += 1;
    const place = `anchor ${count} of ${file}`;
    const anchor = read(line);
    if (!anchor || !keys.all.some((key) => isSeal(anchor.seal, sealOf(key, anchor)))) return { count, finding: { kind: 'changed', place, what: 'was not written by this deployment, or was changed' } };
    if (anchor.previous !== previous) return { count, finding: { kind: 'missing', place, what: 'does not follow the anchor before it' } };
    previous = hashOf(line);
    const finding = (await compare(client, OF_THE_AUDIT, anchor.at, anchor.heads)) ?? (await compare(client, OF_READS, anchor.at, anchor.reads ?? []));
    if (finding) return { count, finding };
  }
  return { count };
}

/** The last anchor of a file that can be read; undefined where there is none. */
export async function lastAnchor(file: string): Promise<Anchor | undefined> {
  return read(await lastLine(file));
}

async function lastLine(file: string): Promise<string> {
  let last = '';
  for await (const line of linesOf(file)) last = line;
  return last;
}

async function compare(client: ClientBase, { name, entries }: ChainKind, at: string, heads: readonly Head[]): Promise<Finding | undefined> {
  const { rows } = await client.query<{ chain: number; seq: string; hash: string | null; end: string }>(
    `select a.chain, a.seq, encode(e.hash, 'hex') as hash, (select coalesce(max(l.seq), 0) from ${entries} l where l.chain = a.chain) as "end"
     from unnest($1::smallint[], $2::bigint[]) a (chain, seq) left join ${entries} e on e.chain = a.chain and e.seq = a.seq order by a.chain`,
    [heads.map(({ chain }) => chain), heads.map(({ seq }) => seq)],
  );
  for (const [n, head] of heads.entries()) {
    const row = rows[n];
    const place = `${name} ${head.chain}, entry ${head.seq}`;
    if (row?.hash === head.hash) continue;
    if (row && row.hash === null && Number(row.end) < head.seq) return { kind: 'truncated', place: `${name} ${head.chain}, entry ${Number(row.end) + 1}`, what: `and those up to ${head.seq}, which were there on ${at}, are not there` };
    if (!row || row.hash === null) return { kind: 'missing', place, what: `which was there on ${at}, is not there` };
    return { kind: 'changed', place, what: `has another hash than it had on ${at}` };
  }
  return undefined;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) if (line !== '') yield line;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function read(line: string): Anchor | undefined {
  try {
    const anchor = JSON.parse(line) as Partial<Anchor>;
    return typeof anchor.at === 'string' && Array.isArray(anchor.heads) && (anchor.reads === undefined || Array.isArray(anchor.reads)) && typeof anchor.previous === 'string' && typeof anchor.seal === 'string' ? (anchor as Anchor) : undefined;
  } catch {
    return undefined;
  }
}

function sealOf(key: Key, { at, heads, reads, previous }: Omit<Anchor, 'seal'>): string {
  const ends = (of: readonly Head[]): readonly unknown[] => of.map(({ chain, seq, hash }) => [chain, seq, hash]);
  return createHmac('sha256', key.derive('anchors of the audit')).update(JSON.stringify([at, ends(heads), previous, ...(reads ? [ends(reads)] : [])])).digest('hex');
}

function isSeal(given: string, made: string): boolean {
  const [a, b] = [Buffer.from(given, 'hex'), Buffer.from(made, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}
