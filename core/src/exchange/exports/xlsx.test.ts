import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { describe, expect, it } from 'vitest';
import type { Column } from './read-query.js';
import { cellXml, columnLetters } from './xlsx-cells.js';
import { xlsxWriter } from './xlsx.js';

const column = (type: string): Column => ({ path: ['x'], name: 'x', type });
const cell = (value: unknown, type: string): string => cellXml(value, column(type), 'A2', 1);

/** The parts of an archive as another's reader finds them. */
async function parts(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const zip = await new Promise<ZipFile>((done, failed) => fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? failed(error) : done(opened))));
  for (;;) {
    const entry = await new Promise<Entry | undefined>((done, failed) => {
      zip.once('entry', done).once('end', () => done(undefined)).once('error', failed);
      zip.readEntry();
    });
    if (!entry) return found;
    const pieces: Buffer[] = [];
    const stream = await new Promise<AsyncIterable<Buffer>>((done, failed) => zip.openReadStream(entry, (error, opened) => (error ? failed(error) : done(opened))));
    for await (const piece of stream) pieces.push(piece);
    const content = Buffer.concat(pieces);
    expect([entry.fileName, crc32(content)]).toEqual([entry.fileName, entry.crc32]);
    found.set(entry.fileName, content.toString());
  }
}

describe('cells of a workbook', () => {
  it('hold decimals as numbers where those are exact, as texts where they would be rounded', () => {
    expect(cell('12.50', 'Decimal')).toBe('<c r="A2"><v>12.50</v></c>');
    expect(cell('-0.000000000000001', 'Decimal')).toBe('<c r="A2"><v>-0.000000000000001</v></c>');
    expect(cell('1234567890123456', 'Decimal')).toBe('<c r="A2" t="inlineStr"><is><t xml:space="preserve">1234567890123456</t></is></c>');
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 10 }), (digits, places) => {
      const sign = digits < 0n ? '-' : '';
      const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
      const decimal = `${sign}${text.slice(0, text.length - places)}${places > 0 ? `.${text.slice(text.length - places)}` : ''}`;
      const number = /<v>(.*)<\/v>/.exec(cell(decimal, 'Decimal'))?.[1];
      if (number === undefined) return text.replace(/^0+/, '').length > 15;
      return BigInt(Number(number).toFixed(places).replace('.', '')) === digits;
    }), { numRuns: 2_000 });
  });

  it('hold days and instants as the calendar of workbooks has them, and those before it as texts', () => {
    expect(cell('1900-03-01', 'LocalDate')).toBe('<c r="A2" s="1"><v>61</v></c>');
    expect(cell('2026-03-01', 'LocalDate')).toBe('<c r="A2" s="1"><v>46082</v></c>');
    expect(cell('1900-02-28', 'LocalDate')).toContain('1900-02-28');
    fc.assert(fc.property(fc.date({ min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (instant) => {
      const days = /<v>(.*)<\/v>/.exec(cell(instant.toISOString(), 'DateTime'))?.[1];
      return Math.round((Number(days) - 25_569) * 86_400_000) === instant.getTime();
    }), { numRuns: 2_000 });
  });

  it('hold whatever else a value may be', () => {
    expect([cell(3, 'Int'), cell(true, 'Boolean'), cell(null, 'String'), cell(['en', 'fr'], 'String')]).toEqual([
      '<c r="A2"><v>3</v></c>', '<c r="A2" t="b"><v>1</v></c>', '', '<c r="A2" t="inlineStr"><is><t xml:space="preserve">en; fr</t></is></c>',
    ]);
    expect(cell('<&>\u0000\uD800_x000D_\uFFFF', 'String')).toContain('>&lt;&amp;&gt;_x0000_\uFFFD_x005F_x000D__xFFFF_<');
    expect(() => cell('x'.repeat(32_768), 'String')).toThrow('EXPORT_CELL_TOO_LONG');
    expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  });
});

describe('a workbook', () => {
  const columns = [column('Int')];
  const nodes = Array.from({ length: 10 }, (_, x) => ({ x }));
  const values = (sheet = ''): number[] => [...sheet.matchAll(/<v>(\d+)<\/v>/g)].map(([, value]) => Number(value));

  it('goes on on a next sheet where one is full, each with its header', async () => {
    const writer = xlsxWriter(columns, undefined, 5);
    const found = await parts(Buffer.concat([writer.begin(), writer.rows(nodes.slice(0, 6)), writer.rows(nodes.slice(6)), writer.end()]));
    expect([1, 2, 3].map((n) => values(found.get(`xl/worksheets/sheet${n}.xml`)))).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
    expect(found.get('xl/worksheets/sheet3.xml')).toContain('<row r="1"><c r="A1" s="3" t="inlineStr"><is><t>x</t></is></c></row><row r="2">');
    expect(found.get('xl/workbook.xml')?.match(/<sheet /g)).toHaveLength(3);
  });

  it('is the same to the byte, however often its writer is made again from its state', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 12 }), fc.integer({ min: 2, max: 6 }), (sizes, rowsOfSheet) => {
      const pages = sizes.map((size) => nodes.slice(0, size));
      const whole = xlsxWriter(columns, undefined, rowsOfSheet);
      const expected = Buffer.concat([whole.begin(), ...pages.map((page) => whole.rows(page)), whole.end()]);
      let writer = xlsxWriter(columns, undefined, rowsOfSheet);
      const again = (bytes: Buffer): Buffer => {
        writer = xlsxWriter(columns, JSON.parse(JSON.stringify(writer.state())) as never, rowsOfSheet);
        return bytes;
      };
      const actual = Buffer.concat([again(writer.begin()), ...pages.map((page) => again(writer.rows(page))), writer.end()]);
      return actual.equals(expected);
    }), { numRuns: 100 });
  });
});
