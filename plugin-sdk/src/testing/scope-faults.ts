import { encodeId, render, type Module } from '@kinga/core';
import type { Contract, TestPlatform } from '@kinga/core/testing';
import { withAllBut } from './everybody.js';

const DIMENSIONS = ['places', 'organisations', 'programmes'] as const;

/** Types whose rows are limited, and that show a row to somebody who has none of what they are limited by: by their list, or by id. */
export async function scopeFaults(platform: TestPlatform, { model }: Contract, module: Module): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const dimension of DIMENSIONS) {
    const nowhere = withAllBut(platform, [], { name: 'nowhere', [dimension]: [] });
    for (const target of module.entities ?? []) {
      const resource = model.byClass.get(target);
      if (!resource?.scope?.[dimension]) continue;
      if (resource.many) {
        const answer = await nowhere.run<Record<string, { readonly totalCount: number; readonly nodes: readonly object[] }>>(`{ ${resource.many} { totalCount nodes { id } } }`);
        const { totalCount, nodes } = answer[resource.many] ?? { totalCount: 0, nodes: [] };
        if (totalCount > 0 || nodes.length > 0) faults.push(`${resource.many} shows rows to somebody without ${dimension}`);
      }
      const id = await anyId(platform, render(resource.table).text);
      if (!id) continue;
      const { node } = await nowhere.run<{ node: object | null }>('query ($id: ID!) { node(id: $id) { id } }', { id: encodeId(resource.prefix, id) });
      if (node !== null) faults.push(`node(id:) shows a ${resource.type} to somebody without ${dimension}`);
    }
  }
  return faults;
}

async function anyId({ pool }: TestPlatform, table: string): Promise<string | undefined> {
  return (await pool.query<{ id: string }>(`select id from ${table} limit 1`)).rows[0]?.id;
}
