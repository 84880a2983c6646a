import type { Context } from '../../../kernel/context.js';
import { readFile } from '../../../kernel/files/read-file.js';
import { XLSX } from '../../../kernel/files/media-types.js';
import type { MappingRules } from '../mapping.js';
import { csvRows } from './csv.js';
import { xlsxRows } from './xlsx.js';

/** A row of a file as it stands there, numbered as a spreadsheet numbers it. */
export interface FileRow {
  readonly number: number;
  readonly fields: readonly string[];
  /** It cannot be told where its fields begin and end. */
  readonly broken?: boolean;
}

/** A stored file that is imported. */
export interface SourceFile {
  readonly fileId: string;
  readonly mediaType: string;
  readonly sheet: string | null;
}

/** The rows of a file, one after the other, in constant memory. */
export function rowsOf(ctx: Context, { fileId, mediaType, sheet }: SourceFile, mapping: MappingRules): AsyncGenerator<FileRow> {
  const bytes = readFile(ctx, fileId);
  return mediaType === XLSX ? xlsxRows(bytes, sheet) : csvRows(bytes, mapping);
}

/** Whether a row holds anything. */
export function isEmpty({ fields, broken }: FileRow): boolean {
  return !broken && fields.every((field) => field.trim() === '');
}
