import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';

const ROWS_PER_CHUNK = 2_000;

/** Sends rows (arrays, null where there is no value) by COPY, in the order of the columns. */
export async function copy(client, table, columns, rows) {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(chunks(rows)), stream);
}

function* chunks(rows) {
  let lines = [];
  for (const row of rows) {
    lines.push(row.map(field).join('\t'));
    if (lines.length < ROWS_PER_CHUNK) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function field(value) {
  return value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (character) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[character]);
}
