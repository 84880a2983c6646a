import type { Pool } from 'pg';

type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

/** The tables whose past is replayed. */
export const TABLES = ['people.household', 'people.membership', 'people.residence', 'people.person', 'people.relationship'];

/** Rows by table and id, as they are. */
export type Seen = ReadonlyMap<string, Row>;

export async function seen(pool: Pool): Promise<Seen> {
  const all = new Map<string, Row>();
  for (const table of TABLES) for (const { row } of (await pool.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t`)).rows) all.set(`${table} ${row.id}`, row);
  return all;
}

interface Change {
  readonly table_name: string;
  readonly row_id: string;
  readonly version: number;
  readonly operation: 'UPDATE' | 'DELETE';
  readonly row_before: Row;
}

/** All states of rows: those that the history keeps, and the present ones. */
export interface Past {
  /** A row in the state of a version; `undefined` where nothing knows it. */
  state(key: string, version: number): Row | undefined;
  /** What comes out where every change is made again from the first state on; what does not follow from what came before is told. */
  replayed(): { readonly rows: Seen; readonly broken: readonly string[] };
}

export async function past(pool: Pool): Promise<Past> {
  const { rows: changes } = await pool.query<Change>(
    'select table_name, row_id, version, operation, row_before from kernel.history where table_name = any($1) order by row_id, version', [TABLES]);
  const states = new Map<string, Map<number, Row>>();
  const endings = new Map<string, Map<number, Change['operation']>>();
  const keep = <T>(of: Map<string, Map<number, T>>, key: string, version: number, what: T): void => void of.set(key, (of.get(key) ?? new Map<number, T>()).set(version, what));
  for (const { table_name: table, row_id: id, version, operation, row_before: row } of changes) {
    keep(states, `${table} ${id}`, version, row);
    keep(endings, `${table} ${id}`, version, operation);
  }
  for (const [key, row] of await seen(pool)) keep(states, key, row.version, row);
  return {
    state: (key, version) => states.get(key)?.get(version),
    replayed() {
      const rows = new Map<string, Row>();
      const broken: string[] = [];
      for (const [key, versions] of states) {
        const inOrder = [...versions].toSorted(([a], [b]) => a - b);
        inOrder.forEach(([version, row], index) => {
          const how = endings.get(key)?.get(version);
          const next = inOrder[index + 1]?.[0];
          // A change leads to the next version; what was taken away may come back by a later one.
          if ((how === 'UPDATE' && next !== version + 1) || (how === undefined && next !== undefined)) broken.push(`${key} ${version} ${how ?? 'present'} ${next ?? ''}`);
          if (how === 'DELETE') rows.delete(key);
          else rows.set(key, row);
        });
      }
      return { rows, broken };
    },
  };
}
