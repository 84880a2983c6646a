import type { Column } from './read-query.js';
import { valueAt, type TableWriter } from './table-writer.js';
import { cellXml, columnLetters, headingXml } from './xlsx-cells.js';
import { contentTypes, relationships, sheetBegin, sheetEnd, styles, workbook, workbookRelationships } from './xlsx-parts.js';
import { ZipWriter, type ZipState } from './zip.js';

/** Rows of a sheet, its header included; what follows stands on the next. */
const ROWS_OF_SHEET = 1_048_576;
/** Far below the 4 GB that the archive can say of one of its parts. */
const BYTES_OF_SHEET = 1_000_000_000;

interface XlsxState {
  readonly zip: ZipState;
  readonly sheets: number;
  /** Rows written on the sheet that is open. */
  readonly row: number;
  /** Rows of data on the sheets before. */
  readonly before: number;
}

/** A workbook, written as a stream that can be gone on with: see `ZipWriter`. */
export function xlsxWriter(columns: readonly Column[], saved?: XlsxState, rowsOfSheet = ROWS_OF_SHEET): TableWriter {
  const zip = new ZipWriter(saved?.zip);
  let { sheets, row, before } = saved ?? { sheets: 0, row: 0, before: 0 };
  const letters = columns.map((_, index) => columnLetters(index));
  const beginSheet = (): Buffer => {
    [sheets, row] = [sheets + 1, 1];
    const heading = columns.map(({ name }, index) => headingXml(name, `${letters[index]}1`)).join('');
    return Buffer.concat([zip.begin(`xl/worksheets/sheet${sheets}.xml`), zip.write(Buffer.from(`${sheetBegin}<row r="1">${heading}</row>`))]);
  };
  const endSheet = (): Buffer => Buffer.concat([zip.write(Buffer.from(sheetEnd)), zip.end()]);
  const rowXml = (node: Readonly<Record<string, unknown>>): string => {
    row += 1;
    const cells = columns.map((column, index) => cellXml(valueAt(node, column), column, `${letters[index]}${row}`, before + row - 1)).join('');
    return `<row r="${row}">${cells}</row>`;
  };
  return {
    begin: () => Buffer.concat([zip.part('_rels/.rels', relationships), zip.part('xl/styles.xml', styles), beginSheet()]),
    rows(nodes) {
      const bytes: Buffer[] = [];
      for (let from = 0; from < nodes.length;) {
        if (row === rowsOfSheet || (zip.state.open?.raw ?? 0) > BYTES_OF_SHEET) {
          before += row - 1;
          bytes.push(endSheet(), beginSheet());
        }
        const some = nodes.slice(from, from + rowsOfSheet - row);
        bytes.push(zip.write(Buffer.from(some.map(rowXml).join(''))));
        from += some.length;
      }
      return Buffer.concat(bytes);
    },
    end: () => Buffer.concat([
      endSheet(), zip.part('xl/workbook.xml', workbook(sheets)), zip.part('xl/_rels/workbook.xml.rels', workbookRelationships(sheets)),
      zip.part('[Content_Types].xml', contentTypes(sheets)), zip.directory(),
    ]),
    state: (): XlsxState => ({ zip: zip.state, sheets, row, before }),
  };
}
