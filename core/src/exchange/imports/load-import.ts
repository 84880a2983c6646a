import type { Context } from '../../kernel/context.js';
import type { ImportState, MatchPolicy } from './import.js';
import type { MappingRules } from './mapping.js';
import type { SourceFile } from './read/rows.js';
import { readRows } from '../../kernel/read/read-rows.js';

/** An import as its job needs it. */
export interface LoadedImport extends SourceFile {
  readonly id: string;
  readonly state: ImportState;
  readonly mapping: MappingRules;
  readonly dryRun: boolean;
  readonly matchPolicy: MatchPolicy;
  readonly stopAsked: boolean;
  readonly readTo: number;
  readonly rowCount: number;
  readonly rejectedCount: number;
  readonly name: string;
}

export async function loadImport(ctx: Context, id: string): Promise<LoadedImport> {
  const { rows: [found] } = await readRows<LoadedImport>(ctx, `select i.id, i.state, i.mapping, i.dry_run as "dryRun", i.match_policy as "matchPolicy", i.stop_asked as "stopAsked", i.read_to as "readTo",
            i.row_count as "rowCount", i.rejected_count as "rejectedCount", i.sheet, f.id as "fileId", f.media_type as "mediaType", f.name
     from exchange.import i join kernel.file f on f.id = i.file_id where i.id = $1`, [id],
  );
  if (!found) throw new Error(`the import ${id} is gone`);
  return found;
}
