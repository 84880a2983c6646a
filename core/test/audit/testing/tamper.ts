import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAnchor } from '../../../src/kernel/audit/anchors.js';
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
  stop(): Promise<void>;
}

/** A superuser at work, who has switched every trigger of some tables off. What is there now is anchored. */
export async function tampering(kinga: TestPlatform, tables: readonly string[]): Promise<Tampering> {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-audit-'));
  const against = { file: join(folder, 'anchors.jsonl'), keys: kinga.platform.keys };
  const client = await kinga.pool.connect();
  await appendAnchor(client, kinga.platform.keys, new Date('2026-03-01T12:00:00Z'), against.file);
  await client.query(`begin; ${tables.map((table) => `alter table ${table} disable trigger user`).join('; ')}`);
  return {
    async found(tamper, anchored = true) {
      await client.query('savepoint tampering; reset search_path');
      const results = (await client.query(tamper)) as unknown as { rowCount: number } | { rowCount: number }[];
      const touched = [results].flat().reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
      const { findings } = await verifyOn(client, { rows: false, ...(anchored && { against }) });
      await client.query('rollback to savepoint tampering');
      if (touched === 0) throw new Error(`nothing was touched by ${tamper}`);
      return findings.map(({ kind }) => kind);
    },
    async stop() {
      await client.query('rollback');
      client.release();
      await rm(folder, { recursive: true });
    },
  };
}
