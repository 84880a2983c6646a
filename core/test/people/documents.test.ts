import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pngChunk, sendFile, startTestPlatform, tinyPng, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let server: string;
let clerk: TestClient;
let elsewhere: TestClient;
let colleague: TestClient;
let child: string;
let adult: string;
const PERMISSIONS = [
  'people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage', 'people.documents.read', 'people.documents.add',
  'kernel.files.read', 'kernel.files.upload',
];
const PNG = tinyPng();
const PDF = '%PDF-1.7 made up';

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', workers: false });
  server = (await platform.serve()).url;
  clerk = platform.as(...PERMISSIONS);
  colleague = platform.as({ name: 'colleague', permissions: PERMISSIONS, places: ['D1'] });
  elsewhere = platform.as({ name: 'elsewhere', permissions: PERMISSIONS, places: ['D2'] });
  await clerk.run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "D1", name: "District 1", level: "district", parentCode: "R" }, { code: "D2", name: "District 2", level: "district", parentCode: "R" }
  ] }) { places { id } userErrors { code message path } } }`);
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string }[] } }>(`mutation { personsRegister(input: { placeCode: "D1", persons: [
    { familyName: "Child", sex: FEMALE, birthDate: "2016-01-01" }, { familyName: "Adult", sex: MALE, birthDate: "1980-01-01" }
  ] }) { persons { id } userErrors { code message path } } }`);
  [child, adult] = personsRegister.persons.map(({ id }) => id) as [string, string];
});
afterAll(() => platform?.stop());

const PHOTO = 'mutation ($input: PersonPhotoSetInput!) { personPhotoSet(input: $input) { person { photoTakenOn photo { name } } userErrors { code message path hint } } }';
const ADD = 'mutation ($input: PersonDocumentAddInput!) { personDocumentAdd(input: $input) { document { id kind issuer issuedOn expiresOn expired addedBy } userErrors { code message path hint } } }';
const REMOVE = 'mutation ($input: PersonDocumentRemoveInput!) { personDocumentRemove(input: $input) { person { documents { totalCount } } userErrors { code message path } } }';
const SHOW = 'query ($id: ID!) { person(by: { id: $id }) { photoOutdated photo { mediaType url } documents { nodes { kind file { name url } person { familyName } } } } }';

const photo = (client = clerk): Promise<string> => sendFile(client, server, { name: 'photo.png', mediaType: 'image/png', bytes: PNG });
const paper = (client = clerk): Promise<string> => sendFile(client, server, { name: 'paper.pdf', mediaType: 'application/pdf', bytes: PDF });

describe('a clerk takes a photo of a person', () => {
  it('which whoever may see the person may see', async () => {
    expect(await clerk.run(PHOTO, { input: { personId: child, fileId: await photo() } })).toMatchObject({ personPhotoSet: { person: { photoTakenOn: '2026-03-01', photo: { name: 'photo.png' } } } });
    const { person } = await colleague.run<{ person: { photo: { url: string } } }>(SHOW, { id: child });
    const answer = await fetch(new URL(person.photo.url, server));
    expect([answer.status, answer.headers.get('content-type'), Buffer.from(await answer.arrayBuffer()).equals(PNG)]).toEqual([200, 'image/png', true]);
    expect(await elsewhere.run(SHOW, { id: child })).toEqual({ person: null });
  });

  it('of which the picture is kept, and not where and by whom it was taken', async () => {
    const told = tinyPng(pngChunk('eXIf', Buffer.from('II*\0 GPS 5.6037N 0.1870W')), pngChunk('tEXt', Buffer.from('Author\0Made up')));
    const fileId = await sendFile(clerk, server, { name: 'told.png', mediaType: 'image/png', bytes: Buffer.concat([told, Buffer.from('GPS again')]) });
    await clerk.run(PHOTO, { input: { personId: child, fileId } });
    const { person } = await clerk.run<{ person: { photo: { url: string } } }>(SHOW, { id: child });
    expect(Buffer.from(await (await fetch(new URL(person.photo.url, server))).arrayBuffer()).equals(PNG)).toBe(true);
    await expect(sendFile(clerk, server, { name: 'cut.png', mediaType: 'image/png', bytes: told.subarray(0, 60) })).rejects.toThrow('FILE_BROKEN');
  });

  it("which is out of date sooner for a child than for an adult", async () => {
    const outdated = async (id: string): Promise<unknown> => (await clerk.run<{ person: { photoOutdated: boolean | null } }>(SHOW, { id })).person.photoOutdated;
    expect(await outdated(adult)).toBeNull();
    for (const personId of [child, adult]) await clerk.run(PHOTO, { input: { personId, fileId: await photo(), takenOn: '2025-03-01' } });
    expect([await outdated(child), await outdated(adult)]).toEqual([false, false]);
    platform.setToday('2026-03-02');
    expect([await outdated(child), await outdated(adult)]).toEqual([true, false]);
    platform.setToday('2030-03-02');
    expect(await outdated(adult)).toBe(true);
    expect(await clerk.run('{ persons(where: { photoOutdated: { eq: true } }) { totalCount } }')).toEqual({ persons: { totalCount: 2 } });
    platform.setToday('2026-03-01');
  });

  it('and takes it away', async () => {
    expect(await clerk.run(PHOTO, { input: { personId: adult } })).toMatchObject({ personPhotoSet: { person: { photoTakenOn: null, photo: null } } });
  });

  it('and is refused what is no photo, of no day, of nobody, or sent by somebody else', async () => {
    const fileId = await photo();
    const refused = async (input: object, client = clerk): Promise<unknown> => (await client.refuse(PHOTO, { input: { personId: child, fileId, ...input } })).map(({ code, path }) => [code, path?.join('.')]);
    expect(await refused({ fileId: await paper() })).toEqual([['FILE_OF_WRONG_TYPE', 'input.fileId']]);
    expect(await refused({ fileId: await photo(colleague) })).toEqual([['FILE_NOT_FOUND', 'input.fileId']]);
    expect(await refused({ fileId: child })).toEqual([['WRONG_ID', 'input.fileId']]);
    expect(await refused({ takenOn: '2026-03-02' })).toEqual([['DOCUMENT_IN_FUTURE', 'input.takenOn']]);
    expect(await refused({ takenOn: '2026-02-01', fileId: null })).toEqual([['PHOTO_DAY_ALONE', 'input.takenOn']]);
    expect(await refused({ fileId: await photo(elsewhere) }, elsewhere)).toEqual([['PERSON_NOT_FOUND', 'input.personId']]);
    expect(await platform.as('people.persons.read').refuse(PHOTO, { input: { personId: child, fileId } })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('a clerk adds papers of a person', () => {
  it('with what they are, and for how long they hold', async () => {
    const input = { personId: adult, fileId: await paper(), kind: 'NATIONAL_ID', issuer: 'Registry of R', issuedOn: '2016-02-28', expiresOn: '2026-02-28' };
    const { personDocumentAdd } = await clerk.run<{ personDocumentAdd: { document: { id: string } } }>(ADD, { input });
    expect(personDocumentAdd.document).toMatchObject({ kind: 'NATIONAL_ID', issuer: 'Registry of R', issuedOn: '2016-02-28', expiresOn: '2026-02-28', expired: true, addedBy: 'tester@example.org' });
    const { person } = await colleague.run<{ person: { documents: { nodes: { file: { url: string } }[] } } }>(SHOW, { id: adult });
    expect(person.documents.nodes).toMatchObject([{ kind: 'NATIONAL_ID', file: { name: 'paper.pdf' }, person: { familyName: 'Adult' } }]);
    expect(await (await fetch(new URL(person.documents.nodes[0]?.file.url ?? '', server))).text()).toBe(PDF);
    expect(await platform.as('people.persons.read').refuse(SHOW, { id: adult })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await elsewhere.refuse(REMOVE, { input: { id: personDocumentAdd.document.id } })).toMatchObject([{ code: 'DOCUMENT_NOT_FOUND', path: ['input', 'id'] }]);
    expect(await elsewhere.run('query ($id: ID!) { node(id: $id) { id } }', { id: personDocumentAdd.document.id })).toEqual({ node: null });
    expect(await clerk.run(REMOVE, { input: { id: personDocumentAdd.document.id } })).toMatchObject({ personDocumentRemove: { person: { documents: { totalCount: 0 } } } });
  });

  it('and is refused what contradicts itself', async () => {
    const fileId = await paper();
    const refused = async (input: object): Promise<unknown> => (await clerk.refuse(ADD, { input: { personId: adult, fileId, kind: 'NATIONAL_ID', ...input } })).map(({ code, path }) => [code, path?.join('.')]);
    expect(await refused({ kind: 'id card' })).toEqual([['INVALID_VALUE', 'input.kind']]);
    expect(await refused({ issuedOn: '2026-03-02' })).toEqual([['DOCUMENT_IN_FUTURE', 'input.issuedOn']]);
    expect(await refused({ issuedOn: '2026-02-02', expiresOn: '2026-02-01' })).toEqual([['DOCUMENT_EXPIRES_FIRST', 'input.expiresOn']]);
    const table = await sendFile(clerk, server, { name: 'a.csv', mediaType: 'text/csv', bytes: 'a' });
    expect(await refused({ fileId: table })).toEqual([['FILE_OF_WRONG_TYPE', 'input.fileId']]);
    expect((await platform.pool.query('select from people.person_document')).rowCount).toBe(0);
  });

  it('and lists of persons with photo and papers take a constant number of statements', async () => {
    const list = async (first: number): Promise<number> => {
      await clerk.run('query ($first: Int) { persons(first: $first) { nodes { photo { name } documents { nodes { kind file { name } } } } } }', { first });
      return clerk.statements();
    };
    expect([await list(1), await list(2)]).toEqual([1, 1]);
  });
});
