import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let importer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform();
  importer = platform.as('exchange.imports.run');
});
afterAll(() => platform.stop());

const SAVE = `mutation ($input: ImportMappingSaveInput!) {
  importMappingSave(input: $input) { mapping { id version code encoding delimiter headerRow columns { column constant field name formats values { from to } } } userErrors { code path message } }
}`;
const columns = [
  { column: 'Household', field: 'HOUSEHOLD_CODE' },
  { constant: 'V1', field: 'PLACE_CODE' },
  { column: 'Surname', field: 'FAMILY_NAME' },
  { column: 'Relation', field: 'ROLE', values: [{ from: 'chief', to: 'HEAD' }] },
  { column: 'Born', field: 'BIRTH_DATE', formats: ['DD/MM/YYYY', 'YYYY'] },
];

describe('an implementer says how files are read', () => {
  it('once, and again where the country changes its form', async () => {
    const { importMappingSave: first } = await importer.run<{ importMappingSave: { mapping: { id: string } } }>(SAVE, { input: { code: 'census', delimiter: ';', columns } });
    expect(first).toMatchObject({ mapping: { version: 1, code: 'census', encoding: 'UTF_8', delimiter: ';', headerRow: 1 } });
    const { importMappingSave: second } = await importer.run<{ importMappingSave: object }>(SAVE, { input: { code: 'census', encoding: 'WINDOWS_1252', columns } });
    expect(second).toMatchObject({ mapping: { id: first.mapping.id, version: 2, encoding: 'WINDOWS_1252', delimiter: null } });
    expect(await importer.run('{ importMappings { nodes { code columns { field column constant formats } } } }')).toEqual({
      importMappings: { nodes: [{ code: 'census', columns: columns.map(({ field, column = null, constant = null, formats = [] }) => ({ field, column, constant, formats })) }] },
    });
  });

  it('and is told everything that cannot be', async () => {
    const told = await importer.refuse(SAVE, {
      input: {
        code: 'wrong', headerRow: 0,
        columns: [
          { column: '1', field: 'HOUSEHOLD_CODE' }, { column: '2', field: 'HOUSEHOLD_CODE' }, { column: 'Surname', field: 'FAMILY_NAME' }, { field: 'PLACE_CODE' },
          { constant: 'BOSS', field: 'ROLE' }, { column: '3', field: 'SEX', values: [{ from: 'f', to: 'WOMAN' }] }, { column: '4', field: 'BIRTH_DATE', formats: ['DD/MM', 'MM/DD/YYYY'] },
          { column: '5', field: 'ATTRIBUTE', name: 'shoes' },
        ],
      },
    });
    expect(told.map(({ code, path }) => [code, path?.slice(1).join('.')])).toEqual([
      ['IMPORT_FIELD_TWICE', 'columns.1.field'], ['IMPORT_COLUMN_NUMBER', 'columns.2.column'], ['IMPORT_COLUMN_OR_CONSTANT', 'columns.3'], ['IMPORT_VALUE_UNKNOWN', 'columns.4.constant'],
      ['IMPORT_VALUE_UNKNOWN', 'columns.5.values.0.to'], ['IMPORT_FORMAT_UNKNOWN', 'columns.6.formats.0'], ['IMPORT_NAME_UNKNOWN', 'columns.7.name'],
    ]);
    expect(await importer.refuse(SAVE, { input: { code: 'wrong', columns: [{ column: 'a', field: 'SEX' }] } }))
      .toMatchObject([{ code: 'IMPORT_FIELD_MISSING', message: 'No column says PLACE_CODE, FAMILY_NAME.' }]);
    expect(await importer.refuse(SAVE, { input: { code: 'wrong', columns: [{ column: 'a', field: 'ROLE' }, { column: 'b', field: 'FAMILY_NAME' }, { column: 'c', field: 'PLACE_CODE' }] } }))
      .toMatchObject([{ code: 'IMPORT_FIELD_MISSING', message: 'No column says HOUSEHOLD_CODE.' }]);
    expect(await platform.as('people.persons.read').refuse(SAVE, { input: { code: 'census', columns } })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});
