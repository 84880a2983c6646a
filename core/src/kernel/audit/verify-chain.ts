import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Asked } from './anchors.js';
import type { Finding, FindingKind } from './finding.js';

const PIECE = 1_000;

/**
 * An entry with all that its hash is made of. Functions of PostgreSQL's own alone: Kinga's lie in the database that is being
 * verified. The digest of each change is made again from its lists.
 */
const ENTRIES = `
  select e.seq, e.id, e.previous, e.hash,
         (jsonb_strip_nulls(to_jsonb(e)) - 'previous' - 'hash' || jsonb_build_object('changes', c.changes))::text as text, c.broken
  from kernel.audit_entry e left join lateral (
    select jsonb_agg(jsonb_build_array(a.n, a.table_name, a.operation, a.actor, a.row_count, encode(a.digest, 'hex')) order by a.n) as changes,
           (array_agg(a.table_name order by a.n) filter (where a.row_count is distinct from cardinality(a.row_ids) or a.digest is distinct from sha256(
             array_send(a.row_ids) || array_send(a.versions) || coalesce(array_send(a.before), '\\x00') || coalesce(array_send(a.after), '\\x00') || coalesce(array_send(a.kept), '\\x00'))))[1] as broken
    from kernel.audit_change a where a.entry_id = e.id) c on true
  where e.chain = $1 and e.seq > $2 order by e.seq, e.at limit ${PIECE}`;

interface EntryRow {
  readonly seq: string;
  readonly id: string;
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly text: string | null;
  /** The table of a change that does not hold what it held. */
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
export function beginningOf(chain: number): Buffer {
  return createHash('sha256').update(`kinga audit chain ${chain}`).digest();
}

/**
 * Goes along a chain, a piece at a time, and makes each hash again.
 *
 * @param seen told each entry's number and hash, in order
 * @returns the first break and the end of the chain
 */
export async function verifyChain(client: ClientBase, chain: number): Promise<{ readonly end: Head; readonly finding?: Finding }> {
  let [seq, hash] = [0, beginningOf(chain)];
  const found = (kind: FindingKind, at: number, what: string): { readonly end: Head; readonly finding: Finding } =>
    ({ end: { chain, seq, hash: hash.toString('hex') }, finding: { kind, place: `chain ${chain}, entry ${at}`, what } });
  for (;;) {
    const { rows } = await client.query<EntryRow>(ENTRIES, [chain, seq]);
    for (const row of rows) {
      const at = Number(row.seq);
      if (at > seq + 1) return found('missing', seq + 1, at === seq + 2 ? 'is not there' : `and those up to ${at - 1} are not there`);
      if (at <= seq) return found('added', at, 'is there twice');
      if (!row.previous.equals(hash)) {
        if (await standsElsewhere(client, chain, row.previous, seq)) return found('reordered', at, 'does not follow the entry before it');
        return found('changed', at, 'does not hold the hash of the entry before it');
      }
      const made = createHash('sha256').update(hash).update(row.text ?? '').digest();
      if (row.broken) return found('changed', at, `one of its changes of ${row.broken} is not what it was`);
      if (!made.equals(row.hash)) return found('changed', at, row.text?.includes('"changes": null') ? 'its changes are not there' : 'its hash is not that of what it holds');
      [seq, hash] = [at, row.hash];
    }
    if (rows.length < PIECE) break;
  }
  return { end: { chain, seq, hash: hash.toString('hex') } };
}

/** Whether another entry of the chain than the one before has this hash. */
async function standsElsewhere(client: ClientBase, chain: number, hash: Buffer, seq: number): Promise<boolean> {
  const { rows } = await client.query('select 1 from kernel.audit_entry where chain = $1 and hash = $2 and seq <> $3 limit 1', [chain, hash, seq]);
  return rows.length > 0 || (seq > 0 && beginningOf(chain).equals(hash));
}

/** Where each chain ends by its own account. */
export async function readHeads(client: Asked): Promise<readonly Head[]> {
  const { rows } = await client.query<{ chain: number; seq: string; hash: Buffer }>('select chain, seq, hash from kernel.audit_head order by chain');
  return rows.map(({ chain, seq, hash }) => ({ chain, seq: Number(seq), hash: hash.toString('hex') }));
}

/** What a chain that holds in itself lacks of its head, or has beyond it. */
export function compareHead(end: Head, head: Head | undefined): Finding | undefined {
  const place = `chain ${end.chain}, entry ${end.seq}`;
  if (!head) return { kind: 'missing', place: `chain ${end.chain}`, what: 'its head is not there' };
  if (head.seq > end.seq) return { kind: 'truncated', place: `chain ${end.chain}, entry ${end.seq + 1}`, what: `and those up to ${head.seq} are not there` };
  if (head.seq < end.seq) return { kind: 'added', place, what: `lies beyond the chain's head, ${head.seq}` };
  return head.hash === end.hash ? undefined : { kind: 'changed', place, what: "has another hash than the chain's head" };
}
