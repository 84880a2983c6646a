import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAnchor, verifyAnchors } from '../../../src/kernel/audit/anchors.js';
import { verifyOn } from '../../../src/kernel/audit/verify.js';
import type { TestPlatform } from '../../../src/testing/index.js';

/** Cases of each kind; 1,000 is what a release is tried with. */
export const CASES = Number(process.env['KINGA_TAMPER_CASES'] ?? 5);

/** The same numbers in each run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface Tampering {
  /** Does something; tells what kinds of things verifying finds, and undoes it. */
  found(tamper: string, anchored?: boolean): Promise<readonly string[]>;
  /** The same of what anchors alone find: most of the cost is in going along all chains. */
  foundByAnchors(tamper: string): Promise<readonly string[]>;
  /** Does one thing to each of several chains, verifies once, and undoes all; tells the chains of which nothing is found. */
  missed(tampers: ReadonlyMap<number, string>): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** A superuser at work, who has switched every trigger of some tables off. What is there now is anchored. */
export async function tampering(kinga: TestPlatform, tables: readonly string[]): Promise<Tampering> {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-audit-'));
  const against = { file: join(folder, 'anchors.jsonl'), keys: kinga.platform.keys };
  const client = await kinga.pool.connect();
  await appendAnchor(client, kinga.platform.keys, new Date('2026-03-01T12:00:00Z'), against.file);
  await client.query(`begin; ${tables.map((table) => `alter table ${table} disable trigger user`).join('; ')}`);
  const during = async <T>(tampers: readonly string[], look: () => Promise<T>): Promise<T> => {
    await client.query('savepoint tampering; reset search_path');
    for (const tamper of tampers) {
      const results = (await client.query(tamper)) as unknown as { rowCount: number } | { rowCount: number }[];
      if ([results].flat().reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0) === 0) throw new Error(`nothing was touched by ${tamper}`);
    }
    const seen = await look();
    await client.query('rollback to savepoint tampering');
    return seen;
  };
  return {
    found: (tamper, anchored = true) => during([tamper], async () => (await verifyOn(client, { rows: false, ...(anchored && { against }) })).findings.map(({ kind }) => kind)),
    foundByAnchors: (tamper) => during([tamper], async () => {
      const { finding } = await verifyAnchors(client, against.keys, against.file);
      return finding ? [finding.kind] : [];
    }),
    missed: (tampers) => during([...tampers.values()], async () => {
      const { findings } = await verifyOn(client, { rows: false, against });
      const chains = new Set(findings.map(({ place }) => Number(/^chain (\d+),/.exec(place)?.[1] ?? -1)));
      return [...tampers.keys()].filter((chain) => !chains.has(chain));
    }),
    async stop() {
      await client.query('rollback');
      client.release();
      await rm(folder, { recursive: true });
    },
  };
}
