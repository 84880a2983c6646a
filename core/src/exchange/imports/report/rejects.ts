import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../../kernel/context.js';
import type { LoadedImport } from '../load-import.js';
import { problemText } from '../problem-texts.js';
import { rowsOf } from '../read/rows.js';
import { encoder } from './encode.js';
import { readRows } from '../../../kernel/read/read-rows.js';

const ROWS_OF_PAGE = 2_000;
const ROWS_OF_BLOCK = 500;

interface RejectedRow {
  readonly number: number;
  readonly problems: readonly { readonly code: string; readonly column: string | null }[];
}

/**
 * The rejected rows as the file has them, with their number and what is wrong, in the encoding that the mapping reads, so that the
 * file can be mended and sent again. What a spreadsheet would run as a formula has an apostrophe in front.
 */
export async function* rejectsOf(ctx: Context, given: LoadedImport): AsyncGenerator<Buffer> {
  const { mapping } = given;
  const encode = encoder(mapping.encoding);
  let block: string[][] = [];
  const taken = (): Buffer => {
    const text = stringify(block, { record_delimiter: '\r\n', escape_formulas: true, delimiter: mapping.delimiter ?? ',' });
    block = [];
    return encode(text);
  };
  for await (const line of rejectedLines(ctx, given)) {
    block.push(line);
    if (block.length === ROWS_OF_BLOCK) yield taken();
  }
  if (block.length > 0) yield taken();
}

async function* rejectedLines(ctx: Context, given: LoadedImport): AsyncGenerator<string[]> {
  const { mapping: { headerRow } } = given;
  const rejected = rejectedRows(ctx, given.id);
  let next = await rejected.next();
  let width = 0;
  for await (const { number, fields } of rowsOf(ctx, given, given.mapping)) {
    if (number <= headerRow) {
      width = fields.length;
      yield number === headerRow ? [...fields, 'row', 'problems'] : [...fields];
    } else if (!next.done && next.value.number === number) {
      const padding = Array.from({ length: Math.max(0, width - fields.length) }, () => '');
      yield [...fields, ...padding, String(number), next.value.problems.map(({ code, column }) => problemText(ctx, code, column)).join(' ')];
      next = await rejected.next();
    }
    if (next.done) break;
  }
  await rejected.return(undefined);
}

/** The rejected rows in the order of the file, some thousands at a time. */
async function* rejectedRows(ctx: Context, id: string): AsyncGenerator<RejectedRow, undefined> {
  for (let after = 0; ; ) {
    const { rows } = await readRows<RejectedRow>(ctx, `select number, jsonb_agg(jsonb_build_object('code', code, 'column', column_name) order by id) as problems
       from exchange.import_problem where import_id = $1 and number > $2 group by number order by number limit $3`, [id, after, ROWS_OF_PAGE],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return undefined;
    after = last.number;
  }
}
