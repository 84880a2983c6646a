import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ZipWriter } from '../../src/exchange/exports/zip.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { HEADER, importer, IMPORTER, layOut, type Importer, type ImportNow } from '../exchange/testing/imports.js';
import { attack } from './testing/attack.js';

let test: TestPlatform;
let clerk: Importer;
beforeAll(async () => {
  test = await startTestPlatform();
  const client = test.as({ permissions: [...IMPORTER], name: 'clerk' });
  await layOut(client);
  clerk = await importer(test, client);
}, 60_000);
afterAll(() => test?.stop());

const TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (values: readonly string[], attributes = ''): string => `<row${attributes}>${values.map(text).join('')}</row>`;
const head = row(HEADER.split(','));
let households = 0;
/** Somebody new in a household of their own. */
const person = (given = `Ama ${String(households).replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '')}`): readonly string[] => [`H-${(households += 1)}`, 'V1', 'Chief', given, 'Mensah', 'F', '01/02/1980'];
const sheetOf = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

/** A workbook with one sheet, and other parts where they are given. */
function workbook(sheet: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const zip = new ZipWriter();
  const parts = {
    '[Content_Types].xml': TYPES, 'xl/workbook.xml': '<workbook><sheets><sheet name="People" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>', 'xl/worksheets/sheet1.xml': sheet, ...more,
  };
  return Buffer.concat([...Object.entries(parts).map(([name, content]) => zip.part(name, content)), zip.directory()]);
}

const sent = (bytes: Buffer | string, name = 'people.xlsx'): Promise<ImportNow> => clerk.run(bytes, { name, again: true });
const unreadable = async (bytes: Buffer): Promise<void> => {
  const now = await sent(bytes);
  expect([now.state, now.rowCount]).toEqual(['FAILED', 0]);
  expect(now.problem).toContain('The file cannot be read');
  expect(now.problem?.length).toBeLessThan(500);
};
const taken = async (bytes: Buffer | string, name?: string): Promise<void> => expect(await sent(bytes, name)).toMatchObject({ state: 'DONE', rowCount: 1, rejectedCount: 0 });
const good = (): Promise<void> => taken(workbook(sheetOf(head + row(person()))));
/** Text that packs badly. */
const noise = (length: number): string => randomBytes(length).toString('hex').slice(0, length);

describe('a workbook', () => {
  attack('that unpacks to a thousand times its size', { blocked: () => unreadable(workbook(sheetOf(head + row(person()) + ' '.repeat(60_000_000)))), twin: () => taken(workbook(sheetOf(head + row(person()) + ' '.repeat(900_000)))) });
  attack('that tells less than it unpacks to', {
    blocked: async () => {
      const bytes = workbook(sheetOf(head + row(person()) + noise(50_000)));
      const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
      bytes.writeUInt32LE(1_000, at + 24);
      await unreadable(bytes);
    },
    twin: good,
  });
  attack('with one text without end', { blocked: () => unreadable(workbook(sheetOf(head + row(person(noise(5_500_000)))))), twin: good });
  attack('with one attribute without end', { blocked: () => unreadable(workbook(sheetOf(head + row(person(), ` spans="${noise(5_500_000)}"`)))), twin: () => taken(workbook(sheetOf(head + row(person(), ' spans="1:7"')))) });
  attack('with one text of many pieces', { blocked: () => unreadable(workbook(sheetOf(head), { 'xl/sharedStrings.xml': `<sst><si>${`<r><t>${noise(10_000)}</t></r>`.repeat(200)}</si></sst>` })), twin: () => taken(workbook(sheetOf(head + row(person())), { 'xl/sharedStrings.xml': '<sst><si><r><t>a</t></r><r><t>b</t></r></si></sst>' })) });
  attack('whose rows come again and again', { blocked: () => unreadable(workbook(sheetOf(head + row(person(), ' r="2"').repeat(3)))), twin: () => taken(workbook(sheetOf(head + row(person(), ' r="2"')))) });
  attack('with a row that no spreadsheet has', { blocked: () => unreadable(workbook(sheetOf(head + row(person(), ' r="99999999999"')))), twin: () => taken(workbook(sheetOf(head + row(person(), ' r="1048576"')))) });
  attack('with entities that hold each other', {
    blocked: () => unreadable(workbook(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${sheetOf(head + row(person('&b;')))}`)),
    twin: () => taken(workbook(sheetOf(head + row(person('Ama &amp; Esi'))))),
  });
  attack('with entities of files', { blocked: () => unreadable(workbook(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${sheetOf(head + row(person('&a;')))}`)), twin: good });
  attack('with cells in the last column there is', { blocked: async () => expect((await sent(workbook(sheetOf(head + row(person()).replace('</row>', '<c r="XFD2"><v>1</v></c></row>'))))).rowCount).toBeLessThanOrEqual(1), twin: good });
  attack('with parts outside of it', { blocked: () => unreadable(workbook(sheetOf(head), { 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="../../../etc/passwd"/></Relationships>' })), twin: good });
});

describe('a file in CSV', () => {
  const line = (): string => `${person().join(',')}\r\n`;
  attack('of a million columns', {
    blocked: async () => {
      const now = await sent(`${'Kwame Nkrumah,'.repeat(70_000)}x\r\n`, 'people.csv');
      expect([now.state, now.rowCount]).toEqual(['FAILED', 0]);
      // What stands in a first line may be no titles at all.
      expect(now.problem).not.toContain('Kwame');
    },
    twin: () => taken(`${HEADER}${',x'.repeat(1_000)}\r\n${person().join(',')}${',y'.repeat(1_000)}\r\n`, 'people.csv'),
  });
  attack('with one field without end', { blocked: async () => expect((await sent(`${HEADER}\r\n"${'x'.repeat(3_000_000)}`, 'people.csv')).rowCount).toBe(0), twin: () => taken(`${HEADER}\r\n${line()}`, 'people.csv') });
});
