import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, readCsv } from './csv.js';

describe('CSV', () => {
  it('reads back what it wrote, formulas defused', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')), { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const safe = (field: string): string => (/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(field) ? `'${field}` : field);
        const expected = rows.map((row) => row.map(safe)).filter((row) => row.some((field) => field !== ''));
        expect(readCsv(rows.map(csvLine).join('') || '\n')?.map(({ fields }) => fields)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('defuses what a spreadsheet would run', () => {
    expect(csvLine(['=HYPERLINK("x")', '+1', '-1', '@x', 'Ama'])).toBe(`"'=HYPERLINK(""x"")",'+1,'-1,'@x,Ama\r\n`);
  });

  it('sees that a text is cut off, wherever', () => {
    const whole = csvLine(['a', 'b "c"']) + csvLine(['d', 'e\r\nf']);
    for (let end = 0; end < whole.length; end += 1) {
      const part = whole.slice(0, end);
      const read = readCsv(part);
      if (read) expect(part.endsWith('\n') && whole.startsWith(part)).toBe(true);
    }
    expect(readCsv('a,b')).toBeUndefined();
    expect(readCsv('a,"b\n')).toBeUndefined();
    expect(readCsv('\uFEFFa,b\n\n1,2\n')).toEqual([{ line: 1, fields: ['a', 'b'] }, { line: 3, fields: ['1', '2'] }]);
  });
});
