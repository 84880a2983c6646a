import { createHash } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeExport } from '../../src/exchange/exports/make-export.js';
import { readFile } from '../../src/kernel/files/read-file.js';
import { foundType } from '../../src/kernel/files/media-types.js';
import { definePermissions, defineRole } from '../../src/kernel/access/permissions.js';
import type { Context } from '../../src/kernel/context.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { fileBytes, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const SEE = ['people.persons.read', 'people.households.read', 'people.places.read'];
const EXPORT = ['exchange.exports.make', 'exchange.exports.read', 'kernel.files.read', 'kernel.jobs.read'];
/** Jobs act by roles: a test's list of permissions would be nobody's. */
const desk = defineModule({ name: 'desk', version: '0.1.0', kinga: { id: 'desk', requires: { people: '^0.1.0', exchange: '^0.1.0' } } }, {
  description: 'A desk', roles: [defineRole('desk', 'Reads and exports', [...SEE, ...EXPORT])], permissions: definePermissions({}),
});

let platform: TestPlatform;
let server: string;
let clerk: TestClient;
let district: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [desk] });
  server = (await platform.serve()).url;
  clerk = platform.as({ name: 'clerk', role: 'desk' });
  district = platform.as({ name: 'district', role: 'desk', places: ['D1'] });
  await platform.as('people.places.manage', 'people.places.read').run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "D1", name: "District 1", level: "district", parentCode: "R" }, { code: "D2", name: "=District 2", level: "district", parentCode: "R" }
  ] }) { places { id } userErrors { code message path } } }`);
  await platform.pool.query(`insert into people.person (id, given_name, family_name, sex, birth_date, place_id)
    select kernel.uuid7(), case n when 0 then null when 1 then '=1+1' when 2 then E'a "b", c;\\r\\nd_x0041_\\u0001é' when 3 then '-x' else 'Given ' || n end, 'Family ' || lpad(n::text, 5, '0'), 'FEMALE',
      case n when 0 then null when 1 then date '1899-12-31' else date '1950-01-01' + n end,
      (select id from people.place where code = case when n % 2 = 0 then 'D1' else 'D2' end)
    from generate_series(0, 4499) n order by n`);
});
afterAll(() => platform?.stop());

const START = 'mutation ($input: ExportStartInput!) { exportStart(input: $input) { export { id state total format } userErrors { code message path hint } } }';
const SHOW = 'query ($id: ID!) { export(by: { id: $id }) { state rows total purpose leftOut problem askedBy file { name mediaType size sha256 state url } job { state done total } } }';
const FEW = '{ persons(where: { familyName: { in: ["Family 00000", "Family 00001", "Family 00002", "Family 00003"] } }, orderBy: [{ familyName: ASC }]) { nodes { givenName familyName birthDate place { code name } } } }';
const ALL = 'query All($sex: Sex!) { persons(where: { sex: { eq: $sex } }) { nodes { id ...Name age place { code } } } } fragment Name on Person { givenName familyName }';

interface Shown {
  readonly state: string;
  readonly rows: number;
  readonly total: number;
  readonly problem: string | null;
  readonly file: { readonly name: string; readonly mediaType: string; readonly sha256: string; readonly size: number; readonly url: string } | null;
  readonly job: { readonly state: string; readonly done: number; readonly total: number };
}

async function started(client: TestClient, input: object): Promise<string> {
  return (await client.run<{ exportStart: { export: { id: string } } }>(START, { input })).exportStart.export.id;
}
const shown = async (client: TestClient, id: string): Promise<Shown> => (await client.run<{ export: Shown }>(SHOW, { id })).export;

async function exported(client: TestClient, input: object): Promise<{ readonly export: Shown; readonly bytes: Buffer }> {
  const id = await started(client, input);
  await platform.finishJobs();
  const done = await shown(client, id);
  expect([done.state, done.problem]).toEqual(['DONE', null]);
  const bytes = Buffer.from(await (await fetch(new URL(done.file?.url ?? '', server))).arrayBuffer());
  expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([done.file?.size, done.file?.sha256]);
  return { export: done, bytes };
}

/** The parts of an archive, by its directory, each with its checksum proved. */
function unzipped(bytes: Buffer): ReadonlyMap<string, string> {
  const end = bytes.length - 22;
  const parts = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [crc, packed, raw, nameLength, offset] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const from = offset + 30 + bytes.readUInt16LE(offset + 26);
    const content = inflateRawSync(bytes.subarray(from, from + packed));
    expect([name, content.length, crc32(content)]).toEqual([name, raw, crc]);
    parts.set(name, content.toString());
    at += 46 + nameLength;
  }
  return parts;
}

function cells(sheet: string): readonly (readonly string[])[] {
  return [...sheet.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => [...row.matchAll(/<c r="([A-Z]+)\d+"(?: s="(\d)")?(?: t="(\w+)")?>(?:<is><t[^>]*>|<v>)([^<]*)/g)].map(([, column, style = '', type = '', value]) => `${column}${style && `:${style}`}${type && `:${type}`} ${value}`));
}

describe('a list is exported', () => {
  it('as lines of JSON, each row as GraphQL answers it, lists in it included', async () => {
    const query = FEW.replace('birthDate', 'birthDate memberships { totalCount nodes { role } } age');
    const { export: done, bytes } = await exported(clerk, { query, format: 'JSONL' });
    expect(done).toMatchObject({ rows: 4, total: 4, file: { name: 'persons.jsonl', mediaType: 'application/jsonl' }, job: { state: 'DONE' } });
    const { persons } = await clerk.run<{ persons: { nodes: object[] } }>(query);
    expect(bytes.toString()).toBe(persons.nodes.map((node) => `${JSON.stringify(node)}\n`).join(''));
  });

  it('as CSV, with what a spreadsheet would run defused', async () => {
    const { bytes, export: done } = await exported(clerk, { query: FEW, format: 'CSV', fileName: 'Liste d\'été.csv', byteOrderMark: true });
    expect(done.file).toMatchObject({ name: 'Liste d\'été.csv', mediaType: 'text/csv' });
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(parse(bytes, { bom: true, record_delimiter: '\r\n' })).toEqual([
      ['givenName', 'familyName', 'birthDate', 'place.code', 'place.name'],
      ['', 'Family 00000', '', 'D1', 'District 1'],
      ["'=1+1", 'Family 00001', '1899-12-31', 'D2', "'=District 2"],
      ['a "b", c;\r\nd_x0041_\u0001é', 'Family 00002', '1950-01-03', 'D1', 'District 1'],
      ["'-x", 'Family 00003', '1950-01-04', 'D2', "'=District 2"],
    ]);
    expect((await exported(clerk, { query: FEW, format: 'CSV' })).bytes.toString('utf8', 0, 9)).toBe('givenName');
  });

  it('as a workbook, days as days', async () => {
    const { bytes } = await exported(clerk, { query: FEW, format: 'XLSX' });
    expect(foundType(bytes)).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const parts = unzipped(bytes);
    expect([...parts.keys()]).toEqual(['_rels/.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', '[Content_Types].xml']);
    expect(cells(parts.get('xl/worksheets/sheet1.xml') ?? '')).toEqual([
      ['A:3:inlineStr givenName', 'B:3:inlineStr familyName', 'C:3:inlineStr birthDate', 'D:3:inlineStr place.code', 'E:3:inlineStr place.name'],
      ['B:inlineStr Family 00000', 'D:inlineStr D1', 'E:inlineStr District 1'],
      ['A:inlineStr =1+1', 'B:inlineStr Family 00001', 'C:inlineStr 1899-12-31', 'D:inlineStr D2', 'E:inlineStr =District 2'],
      ['A:inlineStr a "b", c;_x000D_\nd_x005F_x0041__x0001_é', 'B:inlineStr Family 00002', 'C:1 18266', 'D:inlineStr D1', 'E:inlineStr District 1'],
      ['A:inlineStr -x', 'B:inlineStr Family 00003', 'C:1 18267', 'D:inlineStr D2', 'E:inlineStr =District 2'],
    ]);
  });

  it('as the actor sees it, and seen by the actor alone', async () => {
    const id = await started(district, { query: ALL, variables: '{"sex":"FEMALE"}', format: 'CSV' });
    await platform.finishJobs();
    expect(await shown(district, id)).toMatchObject({ state: 'DONE', rows: 2250, total: 2250, askedBy: 'district@example.org' });
    expect(await clerk.run(SHOW, { id })).toEqual({ export: null });
    expect(await clerk.run('query ($id: ID!) { node(id: $id) { id } exports(where: { askedBy: { eq: "district@example.org" } }) { totalCount } }', { id })).toEqual({ node: null, exports: { totalCount: 0 } });
    expect(await clerk.refuse('mutation ($id: ID!) { exportCancel(input: { id: $id }) { userErrors { code path } } }', { id })).toMatchObject([{ code: 'EXPORT_NOT_FOUND', path: ['input', 'id'] }]);
    const { rows: [made] } = await platform.pool.query<{ file: string }>('select file_id as file from exchange.export where id = $1', [decodeId(id)?.uuid]);
    const table = parse((await fileBytes(platform.pool, [made?.file ?? ''])).get(made?.file ?? '') ?? Buffer.alloc(0));
    expect([...new Set(table.slice(1).map((row) => row[4]))]).toEqual(['D1']);
  });

  it('by one statement for each page of a thousand rows', async () => {
    const statements = async (query: string): Promise<number> => {
      const id = await started(clerk, { query, format: 'JSONL' });
      await platform.finishJobs();
      await asIfNew(decodeId(id)?.uuid ?? '');
      return (await platform.statementsOf(() => makeExport.run(asClerk(), { exportId: decodeId(id)?.uuid ?? '' }, { progress: async () => undefined }))).length;
    };
    const [few, many] = [await statements('{ persons(where: { birthDate: { lt: "1953-01-01" } }) { nodes { id place { code } } } }'), await statements('{ persons(where: { birthDate: { lt: "1958-01-01" } }) { nodes { id place { code } } } }')];
    expect(many - few).toBe(1);
  });
});

describe('an export is refused', () => {
  const cases: readonly (readonly [string, object, string, string])[] = [
    ['what is no query', { query: '{ persons {' }, 'EXPORT_QUERY_INVALID', 'query'],
    ['a field that is not there', { query: '{ persons { nodes { shoeSize } } }' }, 'EXPORT_QUERY_INVALID', 'query'],
    ['a mutation', { query: 'mutation { placesRegister(input: { places: [] }) { userErrors { code } } }' }, 'EXPORT_NO_LIST', 'query'],
    ['two lists', { query: '{ persons { nodes { id } } households { nodes { id } } }' }, 'EXPORT_NO_LIST', 'query'],
    ['one thing', { query: '{ place(by: { code: "R" }) { id } }' }, 'EXPORT_NO_LIST', 'query'],
    ['several operations', { query: 'query A { persons { nodes { id } } } query B { persons { nodes { id } } }' }, 'EXPORT_NO_LIST', 'query'],
    ['a part of a list', { query: '{ persons(first: 3) { nodes { id } } }' }, 'EXPORT_PAGED', 'query'],
    ['a count', { query: '{ persons { totalCount nodes { id } } }' }, 'EXPORT_NODES_ONLY', 'query'],
    ['edges', { query: '{ persons { edges { node { id } } } }' }, 'EXPORT_NODES_ONLY', 'query'],
    ['lists in a table', { query: '{ persons { nodes { place { households { nodes { id } } } } } }' }, 'EXPORT_NOT_FLAT', 'query'],
    ['what the actor may not see', { query: '{ jobs { nodes { id } } programmes { nodes { id } } }'.replace(/^{ jobs { nodes { id } }/, '{') }, 'EXPORT_FORBIDDEN', 'query'],
    ['variables that are no JSON', { query: ALL, variables: '{sex' }, 'EXPORT_VARIABLES_INVALID', 'variables'],
    ['variables that do not fit', { query: ALL, variables: '{"sex":"BLUE"}' }, 'EXPORT_VARIABLES_INVALID', 'variables'],
    ['missing variables', { query: ALL }, 'EXPORT_VARIABLES_INVALID', 'variables'],
    ['a name that is a path', { query: FEW, fileName: '../x.csv' }, 'INVALID_VALUE', 'fileName'],
  ];
  it.each(cases)('for %s', async (_what, input, code, field) => {
    const before = (await platform.pool.query('select count(*) from exchange.export')).rows;
    expect((await clerk.refuse(START, { input: { format: 'CSV', ...input } }))[0]).toMatchObject({ code, path: ['input', field] });
    expect((await platform.pool.query('select count(*) from exchange.export')).rows).toEqual(before);
  });

  it('without the permission to export', async () => {
    expect(await platform.as(...SEE, 'exchange.exports.read').refuse(START, { input: { query: FEW, format: 'CSV' } })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('an export that is killed', () => {
  const formats = ['JSONL', 'CSV', 'XLSX'] as const;
  it.each(formats)('goes on where it was: nothing doubled, nothing lost, the same file (%s)', async (format) => {
    const input = { query: ALL, variables: '{"sex":"FEMALE"}', format };
    const whole = (await exported(clerk, input)).bytes;
    // As many kills as there are statements would take long; these fall before, in and after each transaction.
    for (const kills of format === 'XLSX' ? [[2], [8], [13], [15, 4], [17, 7]] : [[12, 13, 13]]) {
      const id = await prepared(input);
      for (const at of kills) await expect(makeExport.run(dyingAt(at), { exportId: id }, { progress: async () => undefined })).rejects.toThrow('killed');
      await makeExport.run(asClerk(), { exportId: id }, { progress: async () => undefined });
      expect((await bytesOf(id)).equals(whole)).toBe(true);
    }
  });

  it('and cancelled stops, and leaves nothing behind', async () => {
    const id = await prepared({ query: ALL, variables: '{"sex":"FEMALE"}', format: 'CSV' });
    const shownId = `export_${id.replaceAll('-', '')}`;
    const cancel = 'mutation ($id: ID!) { exportCancel(input: { id: $id }) { export { state file { id } } userErrors { code message path } } }';
    let cancelled = 0;
    const result = await makeExport.run(asClerk(), { exportId: id }, { progress: async () => { if (cancelled++ === 0) await clerk.run(cancel, { id: shownId }); } });
    expect([result, cancelled]).toEqual([{ cancelled: true }, 1]);
    expect(await clerk.run('query ($id: ID!) { export(by: { id: $id }) { state file { id } } }', { id: shownId })).toEqual({ export: { state: 'CANCELLED', file: null } });
    expect((await platform.pool.query("select from kernel.file where state = 'RECEIVING'")).rowCount).toBe(0);
    expect(await clerk.refuse(cancel, { id: shownId })).toMatchObject([{ code: 'EXPORT_ENDED', path: ['input', 'id'] }]);
    expect(await makeExport.run(asClerk(), { exportId: id }, { progress: async () => undefined })).toEqual({});
  });

  /** An export that no worker has begun. */
  async function prepared(input: object): Promise<string> {
    const id = decodeId(await started(clerk, input))?.uuid ?? '';
    await platform.finishJobs();
    await asIfNew(id);
    return id;
  }

  async function bytesOf(id: string): Promise<Buffer> {
    const { rows } = await platform.pool.query<{ file: string }>("select file_id as file from exchange.export join exchange.export_progress on export_id = id where id = $1 and state = 'DONE' and rows = 4500", [id]);
    const pieces: Buffer[] = [];
    for await (const bytes of readFile(asClerk(), rows[0]?.file ?? '')) pieces.push(bytes);
    return Buffer.concat(pieces);
  }
});

async function asIfNew(id: string): Promise<void> {
  await platform.pool.query("update exchange.export set state = 'QUEUED', file_id = null where id = $1", [id]);
  await platform.pool.query('update exchange.export_progress set cursor = null, chunk = 0, size = 0, rows = 0, writer = null where export_id = $1', [id]);
}

function asClerk(of = platform.platform): Context {
  return of.context({ actor: of.actorOf({ id: 'clerk@example.org', roles: ['desk'], places: null }) });
}

/** A context in which the n-th statement, and all after it, are not sent. */
function dyingAt(n: number): Context {
  let sent = 0;
  const { pool } = platform.platform;
  const die = (): void => { if ((sent += 1) >= n) throw new Error('killed'); };
  const dying = {
    ...platform.platform, onStatement: die,
    pool: new Proxy(pool, {
      get: (target, property) => {
        const value = Reflect.get(target, property) as unknown;
        if (property === 'query') return (...given: unknown[]) => { die(); return (value as (...of: unknown[]) => unknown).apply(target, given); };
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  };
  return { ...asClerk(), platform: dying };
}

describe('an export for a purpose that rests on consent', () => {
  const decide = (mutation: string, personId: string, more = ''): Promise<unknown> => platform.as('people.persons.register', 'people.persons.read')
    .run(`mutation ($personId: ID!) { ${mutation}(input: { personId: $personId, purpose: "research" ${more} }) { userErrors { code message path } } }`, { personId });
  const CONSENTING = '{ persons(where: { familyName: { startsWith: "Consent" } }, orderBy: [{ familyName: ASC }]) { nodes { familyName household { code head { familyName } } } } }';
  const HOMES = '{ households(where: { code: { startsWith: "HC" } }) { nodes { code members { nodes { familyName } } } } }';
  const told = async (query: string, purpose?: string): Promise<{ readonly rows: unknown; readonly export: Shown & { readonly leftOut?: number | null; readonly purpose?: string } }> => {
    const done = await exported(clerk, { query, format: 'JSONL', purpose });
    return { export: done.export, rows: done.bytes.toString().trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown) };
  };
  let persons: readonly string[];
  beforeAll(async () => {
    const register = (code: string, names: readonly string[]): Promise<{ householdRegister: { household: { members: { nodes: readonly { id: string; familyName: string }[] } } } }> =>
      platform.as('people.households.register', 'people.persons.register', 'people.households.read', 'people.persons.read', 'people.places.read').run(
        'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { members { nodes { id familyName } } } userErrors { code message path } } }',
        { input: { code, placeCode: 'D1', since: '2020-01-01', members: names.map((familyName, n) => ({ role: n === 0 ? 'HEAD' : 'SPOUSE', familyName, givenName: 'G', sex: 'FEMALE', birthDate: '1980-01-01' })) } });
    const all = await Promise.all([register('HC1', ['ConsentA', 'ConsentB']), register('HC2', ['ConsentC'])]);
    const found = all.flatMap(({ householdRegister: { household } }) => household.members.nodes);
    persons = ['ConsentA', 'ConsentB', 'ConsentC'].map((name) => found.find(({ familyName }) => familyName === name)?.id ?? '');
    for (const id of [persons[1], persons[2]] as string[]) await decide('personConsentGive', id, 'legalBasis: CONSENT');
  });

  it('has those alone who gave it, wherever in a row they stand, and says how many were left out', async () => {
    const { rows, export: done } = await told(CONSENTING, 'research');
    expect(rows).toEqual([{ familyName: 'ConsentB', household: null }, { familyName: 'ConsentC', household: { code: 'HC2', head: { familyName: 'ConsentC' } } }]);
    expect(done).toMatchObject({ rows: 2, total: 2, leftOut: 1, purpose: 'research' });
    expect(await told(HOMES, 'research')).toMatchObject({ rows: [{ code: 'HC2' }], export: { leftOut: 1 } });
    expect(await told('{ persons(where: { household: { head: { familyName: { eq: "ConsentA" } } } }) { nodes { familyName } } }', 'research')).toMatchObject({ rows: [], export: { leftOut: 2 } });
  });

  it('leaves out nobody where the purpose takes no consent, and takes what the request says it is for', async () => {
    expect(await told(CONSENTING)).toMatchObject({ rows: [{}, {}, {}], export: { leftOut: null, purpose: 'administration' } });
    expect(await clerk.refuse(START, { input: { query: CONSENTING, format: 'CSV', purpose: 'curiosity' } })).toMatchObject([{ code: 'EXPORT_PURPOSE_UNKNOWN', path: ['input', 'purpose'] }]);
  });

  it('leaves out from the next time on who has withdrawn it, also of an export that was asked for before', async () => {
    const { exportStart: { export: { id } } } = await clerk.run<{ exportStart: { export: { id: string } } }>(START, { input: { query: CONSENTING, format: 'JSONL', purpose: 'research' } });
    await platform.finishJobs();
    expect(await shown(clerk, id)).toMatchObject({ rows: 2 });
    await decide('personConsentWithdraw', persons[1] ?? '');
    expect(await told(CONSENTING, 'research')).toMatchObject({ rows: [{ familyName: 'ConsentC' }], export: { leftOut: 2 } });
    // Asked for while the consents stood; a worker comes to it when both have gone.
    await decide('personConsentWithdraw', persons[2] ?? '');
    const uuid = decodeId(id)?.uuid ?? '';
    await asIfNew(uuid);
    await makeExport.run(asClerk(), { exportId: uuid }, { progress: async () => undefined });
    expect(await shown(clerk, id)).toMatchObject({ state: 'DONE', rows: 0, leftOut: 3 });
    expect(await told(CONSENTING, 'research')).toMatchObject({ rows: [], export: { leftOut: 3 } });
  });
});
