import type { TableWriter } from './table-writer.js';

const nothing = Buffer.alloc(0);

/** One node a line. */
export const jsonLines: TableWriter = {
  begin: () => nothing,
  rows: (nodes) => Buffer.from(nodes.map((node) => `${JSON.stringify(node)}\n`).join('')),
  end: () => nothing,
  state: () => ({}),
};
