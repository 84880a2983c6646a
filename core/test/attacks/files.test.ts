import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { sendFile, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';

let platform: TestPlatform;
let server: string;
let clerk: TestClient;
let other: TestClient;
let url: string;
let otherUrl: string;
const PDF = '%PDF-1.7 made up';
const PERMISSIONS = ['kernel.files.read', 'kernel.files.upload'];
const BEGIN = 'mutation ($input: FileBeginInput!) { fileBegin(input: $input) { file { id } uploadUrl userErrors { code message path } } }';

beforeAll(async () => {
  platform = await startTestPlatform({ workers: false, settings: { kernel: { files: { largest: 1_000_000 } } } });
  server = (await platform.serve()).url;
  clerk = platform.as(...PERMISSIONS);
  other = platform.as({ name: 'other', permissions: PERMISSIONS });
  [url, otherUrl] = [await linkOf(clerk), await linkOf(other)];
});
afterAll(() => platform?.stop());

async function linkOf(client: TestClient, name = 'paper.pdf'): Promise<string> {
  const id = await sendFile(client, server, { name, mediaType: 'application/pdf', bytes: PDF });
  return (await client.run<{ file: { url: string } }>('query ($id: ID!) { file(by: { id: $id }) { url } }', { id })).file.url;
}
const get = async (link: string, init: RequestInit = {}): Promise<Response> => fetch(new URL(link, server), init);
const refused = async (link: string, ...status: number[]): Promise<void> => {
  const answer = await get(link);
  expect(status).toContain(answer.status);
  expect(await answer.text()).not.toContain('made up');
};
const served = async (link = url): Promise<void> => {
  const answer = await get(link);
  expect([answer.status, await answer.text()]).toEqual([200, PDF]);
};
const changed = (name: string, to: (value: string) => string): string => {
  const link = new URL(url, server);
  link.searchParams.set(name, to(link.searchParams.get(name) ?? ''));
  return link.href;
};
async function begun(input: object): Promise<string> {
  return (await clerk.run<{ fileBegin: { uploadUrl: string } }>(BEGIN, { input: { name: 'a.pdf', mediaType: 'application/pdf', size: PDF.length, ...input } })).fileBegin.uploadUrl;
}
const put = async (link: string, body: string | Buffer): Promise<number> => (await fetch(new URL(link, server), { method: 'PUT', body: body as string })).status;

describe('a link to a file', () => {
  attack('whose signature was changed', { blocked: () => refused(changed('signature', (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)), 403), twin: () => served() });
  attack('without a signature', { blocked: () => refused(changed('signature', () => ''), 403), twin: () => served() });
  /** Another letter for the same bytes: of the last one, two bits stand for nothing. */
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  attack('whose last letter is another for the same bytes', { blocked: () => refused(changed('signature', (text) => text.slice(0, -1) + LETTERS[LETTERS.indexOf(text.at(-1) ?? '') ^ 1]), 403), twin: () => served() });
  for (const more of ['=', '==', '\n', '!', '.']) attack(`whose signature goes on with ${JSON.stringify(more)}`, { blocked: () => refused(changed('signature', (text) => text + more), 403), twin: () => served() });
  attack('whose end has a zero before it', { blocked: () => refused(changed('expires', (text) => `0${text}`), 403), twin: () => served() });
  attack('whose name is in capitals', { blocked: () => refused(url.replace(/file_\w+/, (id) => id.toUpperCase()), 403, 404), twin: () => served() });
  attack('of which another method is asked', { blocked: async () => expect([(await get(url, { method: 'DELETE' })).status, (await get(url, { method: 'POST', body: 'x' })).status, (await get(url, { method: 'HEAD' })).status]).toEqual([404, 404, 404]), twin: () => served() });
  attack('of which a part is asked, or many', { blocked: async () => { for (const range of ['bytes=0-0', 'bytes=0-,0-,0-,0-', 'bytes=-1', 'bytes=9-1']) expect([range, (await get(url, { headers: { range } })).status]).toEqual([range, 200]); }, twin: () => served() });
  attack('whose signature was shortened', { blocked: () => refused(changed('signature', (text) => text.slice(0, 20)), 403), twin: () => served() });
  attack('whose end was put off', { blocked: () => refused(changed('expires', (text) => String(Number(text) + 3_600)), 403), twin: () => served() });
  attack('whose end is no number', { blocked: () => refused(changed('expires', () => '1e99'), 403), twin: () => served() });
  attack('that names another file with the signature of one\'s own', {
    blocked: () => refused(`${new URL(otherUrl, server).pathname}${new URL(url, server).search}`, 403), twin: () => served(otherUrl),
  });
  attack('that was made for reading, used to send', { blocked: async () => expect(await put(url, PDF)).toBe(403), twin: async () => expect(await put(await begun({}), PDF)).toBe(200) });
  attack('that was made for sending, used to read', { blocked: async () => refused(await begun({}), 403), twin: () => served() });
  attack('whose parameters come twice', { blocked: () => refused(`${url}&expires=99999999999`, 403), twin: () => served() });
  attack('that has expired', {
    blocked: async () => {
      platform.setNow('2026-03-01T12:11:00Z');
      await refused(url, 410).finally(() => platform.setNow('2026-03-01T12:00:00Z'));
    },
    twin: () => served(),
  });
  for (const path of ['/files/../../etc/passwd', '/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/files/..%5c..%5cetc', '/files/%00', '/files/file_..%2f', `/files/${'a'.repeat(500)}`]) {
    attack(`that leads out of the files: ${path.slice(0, 40)}`, { blocked: () => refused(`${path}${new URL(url, server).search}`, 400, 403, 404, 414), twin: () => served() });
  }
});

describe('a file that is sent', () => {
  const told = (mediaType: string, bytes: string | Buffer) => async (): Promise<void> => expect(await put(await begun({ mediaType, size: Buffer.byteLength(bytes) }), bytes)).toBe(415);
  const twin = async (): Promise<void> => expect(await put(await begun({}), PDF)).toBe(200);
  attack('a page of HTML said to be a PDF', { blocked: told('application/pdf', '<html><script>alert(1)</script>'), twin });
  attack('a program said to be a picture', { blocked: told('image/png', 'MZ\x90\0\x03'), twin });
  attack('a PDF said to be a picture', { blocked: told('image/jpeg', PDF), twin });
  attack('a ZIP archive said to be a workbook', { blocked: told('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaevil.exe')), twin });
  attack('of a type that is not taken', { blocked: () => refusal({ mediaType: 'image/svg+xml' }, 'FILE_TYPE_UNKNOWN'), twin });
  attack('of a type that browsers run', { blocked: () => refusal({ mediaType: 'text/html' }, 'FILE_TYPE_UNKNOWN'), twin });
  attack('one byte larger than any may be', { blocked: () => refusal({ size: 1_000_001 }, 'FILE_TOO_LARGE'), twin: async () => expect(await begun({ size: 1_000_000 })).toContain('/files/') });
  attack('longer than it was said to be', { blocked: async () => expect(await put(await begun({}), `${PDF}!`)).toBe(400), twin });
  attack('shorter than it was said to be', { blocked: async () => expect(await put(await begun({}), PDF.slice(1))).toBeGreaterThanOrEqual(400), twin });
  attack('over one that is there', {
    blocked: async () => {
      const link = await begun({});
      expect([await put(link, PDF), await put(link, '%PDF-1.7 changed')]).toEqual([200, 409]);
    },
    twin,
  });
  for (const name of ['../../etc/passwd', 'a/b.pdf', 'a\\b.pdf', 'a\r\nset-cookie: x.pdf', 'a\0.pdf', '']) {
    attack(`with the name ${JSON.stringify(name)}`, { blocked: () => refusal({ name }, 'INVALID_VALUE'), twin: async () => expect(await begun({ name: 'Acte de naissance n°1 (copie).pdf' })).toContain('/files/') });
  }
});

async function refusal(input: object, code: string): Promise<void> {
  const told = await clerk.refuse(BEGIN, { input: { name: 'a.pdf', mediaType: 'application/pdf', size: PDF.length, ...input } });
  expect(told.map((each) => each.code)).toContain(code);
}

describe('a file that is read', () => {
  const headers = async (name: string): Promise<Headers> => (await get(await linkOf(clerk, name))).headers;
  attack('by its id, of somebody else', {
    blocked: async () => {
      const id = await sendFile(other, server, { name: 'theirs.pdf', mediaType: 'application/pdf', bytes: PDF });
      expect(await clerk.run('query ($id: ID!) { file(by: { id: $id }) { url } node(id: $id) { id } }', { id })).toEqual({ file: null, node: null });
    },
    twin: () => served(),
  });
  attack('as a page of this origin', {
    blocked: async () => expect(Object.fromEntries(await headers('x.pdf'))).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment;/), 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'referrer-policy': 'no-referrer',
    }),
    twin: () => served(),
  });
  attack('from a cache of others', { blocked: async () => expect((await headers('x.pdf')).get('cache-control')).toBe('private, no-store'), twin: () => served() });
  attack('with a header in its name', {
    blocked: async () => expect((await headers('a"; filename="evil.exe".pdf')).get('content-disposition')).toBe("attachment; filename=\"a_; filename=_evil.exe_.pdf\"; filename*=UTF-8''a%22%3B%20filename%3D%22evil.exe%22.pdf"),
    twin: async () => expect((await headers('plain.pdf')).get('content-disposition')).toBe("attachment; filename=\"plain.pdf\"; filename*=UTF-8''plain.pdf"),
  });
  attack('with other bytes than were sent', { blocked: async () => expect(createHash('sha256').update(await (await get(url)).text()).digest('hex')).toBe(createHash('sha256').update(PDF).digest('hex')), twin: () => served() });
});
