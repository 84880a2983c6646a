import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Asked } from './anchors.js';
import type { Finding, FindingKind } from './finding.js';

const PIECE = 1_000;

/** Chains of one kind: of the audit, or of the read log. */
export interface ChainKind {
  /** As findings name one, before its number. */
  readonly name: string;
  /** What the hash before the first entry is made of, before the chain's number. */
  readonly begins: string;
  readonly entries: string;
  readonly heads: string;
  /**
   * Entries of the chain `$1` after `$2`, with all that their hashes are made of: `seq`, `previous`, `hash`, the `text` that was hashed,
   * and in `broken` what is wrong with what the entry speaks of. By functions of PostgreSQL's own alone: Kinga's lie in the
   * database that is being verified.
   */
  readonly read: string;
}

/** Entries of the audit. The digest of each change is made again from its lists, that of a reason from the reason, where no erasure took it away. */
export const OF_THE_AUDIT: ChainKind = {
  name: 'chain', begins: 'kinga audit chain', entries: 'kernel.audit_entry', heads: 'kernel.audit_head',
  read: `
    select e.seq, e.previous, e.hash, (jsonb_strip_nulls(to_jsonb(e)) - array['previous', 'hash', 'reason_salt', case when e.reason_digest is not null then 'reason' end] || jsonb_build_object('changes', c.changes))::text as text,
           coalesce('one of its changes of ' || c.broken || ' is not what it was', case when c.changes is null then 'its changes are not there' end,
             case when e.reason_digest is null then null
               when num_nulls(e.reason, e.reason_salt) = 2 then case when not exists (select from kernel.audit_change x where x.operation = 'ERASE' and x.table_name = 'kernel.audit_entry' and x.row_ids @> array[e.id]) then 'its reason is gone, and no erasure says so' end
               when e.reason_digest is distinct from encode(sha256(e.reason_salt || convert_to(e.reason, 'UTF8')), 'hex') then 'its reason is not what it was' end) as broken
    from kernel.audit_entry e left join lateral (
      select jsonb_agg(jsonb_build_array(a.n, a.table_name, a.operation, a.actor, a.row_count, encode(a.digest, 'hex')) order by a.n) as changes,
             (array_agg(a.table_name order by a.n) filter (where a.row_count is distinct from cardinality(a.row_ids) or a.digest is distinct from sha256(
               array_send(a.row_ids) || array_send(a.versions) || coalesce(array_send(a.before), '\\x00') || coalesce(array_send(a.after), '\\x00') || coalesce(array_send(a.kept), '\\x00'))))[1] as broken
      from kernel.audit_change a where a.entry_id = e.id) c on true
    where e.chain = $1 and e.seq > $2 order by e.seq, e.at limit ${PIECE}`,
};

/** Entries of the read log. The digest of the reads is made again from the reads themselves. */
export const OF_READS: ChainKind = {
  name: 'reads, chain', begins: 'kinga read chain', entries: 'kernel.read_entry', heads: 'kernel.read_head',
  read: `
    select e.seq, e.previous, e.hash, format('%s|%s|%s|%s|%s', e.chain, e.seq, e.at, e.since, encode(e.digest, 'hex')) as text,
           case when r.found < cardinality(e.row_ids) then (cardinality(e.row_ids) - r.found) || ' of its reads are not there'
                when r.digest is distinct from e.digest then 'its reads are not what they were' end as broken
    from kernel.read_entry e left join lateral (
      select count(*) as found, sha256(string_agg(
        sha256(convert_to(row(l.id, l.at, l.actor, l.roles, l.session, l.request, l.operation, l.purpose, l.fields, l.subjects, l.revealed)::text, 'UTF8')), ''::bytea order by l.id)) as digest
      from unnest(e.row_ids) its (id) join kernel.read_log l on l.id = its.id and l.at between e.since and e.at) r on true
    where e.chain = $1 and e.seq > $2 order by e.seq limit ${PIECE}`,
};

interface EntryRow {
  readonly seq: string;
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly text: string | null;
  readonly broken: string | null;
}

/** The end of a chain. */
export interface Head {
  readonly chain: number;
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** What a chain begins with: the hash that its first entry follows. */
function beginningOf({ begins }: ChainKind, chain: number): Buffer {
  return createHash('sha256').update(`${begins} ${chain}`).digest();
}

/**
 * Goes along a chain, a piece at a time, and makes each hash again.
 *
 * @param seen told each entry's number and hash, in order
 * @returns the first break and the end of the chain
 */
async function verifyChain(client: ClientBase, kind: ChainKind, chain: number): Promise<{ readonly end: Head; readonly finding?: Finding }> {
  let [seq, hash] = [0, beginningOf(kind, chain)];
  const found = (what: FindingKind, at: number, how: string): { readonly end: Head; readonly finding: Finding } =>
    ({ end: { chain, seq, hash: hash.toString('hex') }, finding: { kind: what, place: `${kind.name} ${chain}, entry ${at}`, what: how } });
  for (;;) {
    const { rows } = await client.query<EntryRow>(kind.read, [chain, seq]);
    for (const row of rows) {
      const at = Number(row.seq);
      if (at > seq + 1) return found('missing', seq + 1, at === seq + 2 ? 'is not there' : `and those up to ${at - 1} are not there`);
      if (at <= seq) return found('added', at, 'is there twice');
      if (!row.previous.equals(hash)) {
        if (await standsElsewhere(client, kind, chain, row.previous, seq)) return found('reordered', at, 'does not follow the entry before it');
        return found('changed', at, 'does not hold the hash of the entry before it');
      }
      const made = createHash('sha256').update(hash).update(row.text ?? '').digest();
      if (row.broken) return found('changed', at, row.broken);
      if (!made.equals(row.hash)) return found('changed', at, 'its hash is not that of what it holds');
      [seq, hash] = [at, row.hash];
    }
    if (rows.length < PIECE) break;
  }
  return { end: { chain, seq, hash: hash.toString('hex') } };
}

/** Whether another entry of the chain than the one before has this hash. */
async function standsElsewhere(client: ClientBase, kind: ChainKind, chain: number, hash: Buffer, seq: number): Promise<boolean> {
  const { rows } = await client.query(`select 1 from ${kind.entries} where chain = $1 and hash = $2 and seq <> $3 limit 1`, [chain, hash, seq]);
  return rows.length > 0 || (seq > 0 && beginningOf(kind, chain).equals(hash));
}

/** Where each chain ends by its own account. */
export async function readHeads(client: Asked, { heads }: ChainKind): Promise<readonly Head[]> {
  const { rows } = await client.query<{ chain: number; seq: string; hash: Buffer }>(`select chain, seq, hash from ${heads} order by chain`);
  return rows.map(({ chain, seq, hash }) => ({ chain, seq: Number(seq), hash: hash.toString('hex') }));
}

/** Every chain of a kind, each with its head: how many entries they hold, and the first break of each. */
export async function verifyChains(client: ClientBase, kind: ChainKind, step: (text: string) => void): Promise<{ readonly entries: number; readonly count: number; readonly findings: readonly Finding[] }> {
  const heads = new Map((await readHeads(client, kind)).map((head) => [head.chain, head]));
  const { rows } = await client.query<{ chain: number }>(`select distinct chain from ${kind.entries}`);
  const chains = [...new Set([...heads.keys(), ...rows.map(({ chain }) => chain)])].sort((a, b) => a - b);
  const findings: Finding[] = [];
  let entries = 0;
  for (const chain of chains) {
    step(`${kind.name} ${chain}`);
    const { end, finding } = await verifyChain(client, kind, chain);
    entries += end.seq;
    const broken = finding ?? compareHead(kind, end, heads.get(chain));
    if (broken) findings.push(broken);
  }
  return { entries, count: chains.length, findings };
}

/** What a chain that holds in itself lacks of its head, or has beyond it. */
function compareHead({ name }: ChainKind, end: Head, head: Head | undefined): Finding | undefined {
  const place = `${name} ${end.chain}, entry ${end.seq}`;
  if (!head) return { kind: 'missing', place: `${name} ${end.chain}`, what: 'its head is not there' };
  if (head.seq > end.seq) return { kind: 'truncated', place: `${name} ${end.chain}, entry ${end.seq + 1}`, what: `and those up to ${head.seq} are not there` };
  if (head.seq < end.seq) return { kind: 'added', place, what: `lies beyond the chain's head, ${head.seq}` };
  return head.hash === end.hash ? undefined : { kind: 'changed', place, what: "has another hash than the chain's head" };
}
