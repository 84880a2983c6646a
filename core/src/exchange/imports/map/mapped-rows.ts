import { XLSX } from '../../../kernel/files/media-types.js';
import type { Context } from '../../../kernel/context.js';
import type { LoadedImport } from '../load-import.js';
import { rowsOf, type FileRow } from '../read/rows.js';
import type { MappedRow } from './mapped-row.js';
import { rowMapper, type RowMapper } from './row-mapper.js';

/** The rows of an import's file after those that are staged, and what they mean. */
export async function* mappedRows(ctx: Context, given: LoadedImport): AsyncGenerator<MappedRow> {
  let mapper: RowMapper | undefined;
  for await (const row of rowsOf(ctx, given, given.mapping)) {
    mapper ??= mapperAt(ctx, given, row);
    if (!mapper || row.number <= given.readTo) continue;
    const mapped = mapper.map(row);
    if (mapped) yield mapped;
  }
  // A file that ends before its header lacks every column.
  if (!mapper) rowMapper(ctx, given.mapping, { number: 0, fields: [] }, ctx.today, false);
}

/** Known as soon as the header is, or the first row where there is no header. */
function mapperAt(ctx: Context, { mapping, mediaType }: LoadedImport, row: FileRow): RowMapper | undefined {
  if (row.number < mapping.headerRow) return undefined;
  const header = row.number === mapping.headerRow ? row : { number: row.number, fields: [] };
  return rowMapper(ctx, mapping, mapping.headerRow > 0 ? header : undefined, ctx.today, mediaType === XLSX);
}
