import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimFiles } from '../../src/kernel/files/claim-files.js';
import { CHUNK } from '../../src/kernel/files/chunks.js';
import { readFile } from '../../src/kernel/files/read-file.js';
import { storeFile } from '../../src/kernel/files/store-file.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import type { Context } from '../../src/kernel/context.js';
import { sendFile, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
let other: TestClient;
let server: string;
const PERMISSIONS = ['kernel.files.read', 'kernel.files.upload'];
beforeAll(async () => {
  platform = await startTestPlatform({ workers: false, settings: { kernel: { files: { largest: 30_000_000 } } } });
  server = (await platform.serve()).url;
  clerk = platform.as(...PERMISSIONS);
  other = platform.as({ name: 'other', permissions: PERMISSIONS });
});
afterAll(() => platform?.stop());

const BEGIN = 'mutation ($input: FileBeginInput!) { fileBegin(input: $input) { file { id state size sha256 url } uploadUrl userErrors { code message path hint } } }';
const FILE = 'query ($id: ID!) { file(by: { id: $id }) { name mediaType size sha256 state url } }';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n');

interface Begun {
  readonly file: { readonly id: string; readonly state: string; readonly url: string | null };
  readonly uploadUrl: string;
}

async function begin(input: object): Promise<Begun> {
  return (await clerk.run<{ fileBegin: Begun }>(BEGIN, { input })).fileBegin;
}

async function put(url: string, body: string | Buffer | Uint8Array, headers: Record<string, string> = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(new URL(url, server), { method: 'PUT', body: body as string, headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const uuid = (id: string): string => decodeId(id)?.uuid ?? '';
/** How long its pieces are, without what sealing adds. */
const chunksOf = async (id: string): Promise<number[]> =>
  (await platform.pool.query<{ length: number }>('select length(bytes) - 33 as length from kernel.file_chunk where file_id = $1 order by n', [uuid(id)])).rows.map(({ length }) => length);
const asClerk = (): Context => platform.platform.context({ actor: { ...platform.platform.system(), id: 'tester@example.org' } });
async function* of(...pieces: readonly Buffer[]): AsyncGenerator<Buffer> { yield* pieces; }

describe('a clerk sends a file', () => {
  it('and reads it back by a link, as an attachment that no browser takes for a page', async () => {
    const { file, uploadUrl } = await begin({ name: 'Acte de naissance n°1.pdf', mediaType: 'application/pdf', size: PDF.length });
    expect(file).toMatchObject({ state: 'RECEIVING', url: null });
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    expect(await put(uploadUrl, PDF, { 'content-type': 'text/html' })).toEqual({ status: 200, body: { size: PDF.length, sha256 } });
    const { file: ready } = await clerk.run<{ file: { url: string } }>(FILE, { id: file.id });
    expect(ready).toMatchObject({ name: 'Acte de naissance n°1.pdf', mediaType: 'application/pdf', size: PDF.length, sha256, state: 'READY' });
    const answer = await fetch(new URL(ready.url, server));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PDF);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf', 'content-length': String(PDF.length), 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store',
      'content-disposition': 'attachment; filename="Acte de naissance n_1.pdf"; filename*=UTF-8\'\'Acte%20de%20naissance%20n%C2%B01.pdf',
    });
  });

  it('once only', async () => {
    const { uploadUrl } = await begin({ name: 'a.pdf', mediaType: 'application/pdf', size: PDF.length });
    expect((await put(uploadUrl, PDF)).status).toBe(200);
    expect(await put(uploadUrl, PDF)).toMatchObject({ status: 409, body: { code: 'FILE_IS_READY', hint: 'Begin a new file with fileBegin.' } });
  });

  it('begun again with the same key, it is the same file with a link that is good again', async () => {
    const input = { name: 'a.pdf', mediaType: 'application/pdf', size: PDF.length, idempotencyKey: 'send-a-once' };
    const first = await begin(input);
    platform.setNow('2026-03-01T13:00:01Z');
    expect(await put(first.uploadUrl, PDF)).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } });
    const again = await begin(input);
    expect(again.file.id).toBe(first.file.id);
    expect((await put(again.uploadUrl, PDF)).status).toBe(200);
    platform.setNow('2026-03-01T12:00:00Z');
  });

  it('and is refused what is too large, of a type that is not taken, or of a name that is none', async () => {
    expect(await clerk.refuse(BEGIN, { input: { name: 'a.pdf', mediaType: 'application/pdf', size: 30_000_001 } })).toMatchObject([{ code: 'FILE_TOO_LARGE', path: ['input', 'size'] }]);
    expect(await clerk.refuse(BEGIN, { input: { name: 'a.html', mediaType: 'text/html', size: 9 } })).toMatchObject([{ code: 'FILE_TYPE_UNKNOWN', path: ['input', 'mediaType'] }]);
    expect(await clerk.refuse(BEGIN, { input: { name: '../../etc/passwd', mediaType: 'text/csv', size: 0 } })).toMatchObject([
      { code: 'INVALID_VALUE', path: ['input', 'name'] }, { code: 'INVALID_VALUE', path: ['input', 'size'] },
    ]);
    expect(await platform.as('kernel.files.read').refuse(BEGIN, { input: { name: 'a', mediaType: 'text/csv', size: 1 } })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('bytes that are not what was said', () => {
  const cases: readonly (readonly [string, string, Buffer, number, string, number])[] = [
    ['too few', 'application/pdf', PDF, PDF.length + 1, 'FILE_SIZE_DIFFERS', 400],
    ['too many', 'application/pdf', PDF, PDF.length - 1, 'FILE_SIZE_DIFFERS', 400],
    ['a web page as a photo', 'image/png', Buffer.from('<html><script>alert(1)</script>'), 31, 'FILE_TYPE_DIFFERS', 415],
    ['a program as a table', 'text/csv', Buffer.from('\x7fELF\x02\x01\x01\x00'), 8, 'FILE_TYPE_DIFFERS', 415],
    ['any archive as a workbook', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Buffer.from(`PK\x03\x04${'\0'.repeat(26)}evil.exe`, 'latin1'), 38, 'FILE_TYPE_DIFFERS', 415],
    ['prose as JSON lines', 'application/jsonl', Buffer.from('hello'), 5, 'FILE_TYPE_DIFFERS', 415],
  ];
  it.each(cases)('are refused: %s', async (_what, mediaType, bytes, size, code, status) => {
    const { file, uploadUrl } = await begin({ name: 'x', mediaType, size });
    expect(await put(uploadUrl, new Uint8Array(bytes))).toMatchObject({ status, body: { code } });
    expect(await clerk.run(FILE, { id: file.id })).toMatchObject({ file: { state: 'RECEIVING', url: null } });
  });

  it('are not told from others where they are text that a spreadsheet calls Unicode', async () => {
    expect(await sendFile(clerk, server, { name: 'x.csv', mediaType: 'text/csv', bytes: Buffer.from('\uFEFFa\tb\n', 'utf16le') })).toMatch(/^file_/);
  });

  it('may be sent again, right, from the start', async () => {
    const { uploadUrl } = await begin({ name: 'x', mediaType: 'application/pdf', size: PDF.length });
    expect((await put(uploadUrl, PDF.subarray(1))).status).toBe(415);
    expect((await put(uploadUrl, PDF)).status).toBe(200);
  });

  it('are told in the language of whoever sends', async () => {
    const { uploadUrl } = await begin({ name: 'x', mediaType: 'application/pdf', size: PDF.length });
    expect((await put(uploadUrl, 'x', { 'accept-language': 'fr-CA,fr' })).body['message']).toContain('premiers octets');
  });
});

describe('a link', () => {
  it('is good for its file, its method and its minutes alone', async () => {
    const id = await sendFile(clerk, server, { name: 'a.csv', mediaType: 'text/csv', bytes: 'a,b\n' });
    const another = await begin({ name: 'b.csv', mediaType: 'text/csv', size: 4 });
    const { file: { url } } = await clerk.run<{ file: { url: string } }>(FILE, { id });
    const get = async (link: string): Promise<readonly unknown[]> => {
      const answer = await fetch(new URL(link, server));
      return [answer.status, answer.ok ? await answer.text() : ((await answer.json()) as { code: string }).code];
    };
    expect(await get(url)).toEqual([200, 'a,b\n']);
    const wrong = [
      url.replace(/expires=\d+/, (all) => `${all}0`), url.replace(/signature=(.)/, (_all, first) => `signature=${first === 'A' ? 'B' : 'A'}`), url.replace(id, another.file.id), url.replace(/&signature=.*/, ''),
      url.replace(/signature=.*/, 'signature='), url.replace(id, 'file_../../etc/passwd'), `${url}&expires=1`, another.uploadUrl,
    ];
    for (const link of wrong) expect(await get(link)).toEqual([link.includes('..') ? 404 : 403, link.includes('..') ? undefined : 'LINK_INVALID']);
    expect((await put(url, 'c,d\n')).body).toMatchObject({ code: 'LINK_INVALID' });
    platform.setNow('2026-03-01T12:10:00Z');
    expect(await get(url)).toEqual([200, 'a,b\n']);
    platform.setNow('2026-03-01T12:10:01Z');
    expect(await get(url)).toEqual([410, 'LINK_EXPIRED']);
    platform.setNow('2026-03-01T12:00:00Z');
  });
});

describe('who sees a file', () => {
  it('is its owner, and nobody by its id, until something refers to it', async () => {
    const id = await sendFile(clerk, server, { name: 'a.csv', mediaType: 'text/csv', bytes: 'a,b\n' });
    expect(await other.run(FILE, { id })).toEqual({ file: null });
    for (const client of [clerk, other]) expect(await client.run('query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', { id })).toEqual({ node: null, nodes: [null] });
    const given = [{ id: uuid(id), path: 'fileIds.0' }];
    await expect(inTransaction(platform.platform.context({ actor: { ...platform.platform.system(), id: 'other@example.org' } }), (tx) => claimFiles(tx, given))).rejects.toThrow('FILE_NOT_FOUND at fileIds.0');
    await expect(inTransaction(asClerk(), (tx) => claimFiles(tx, given, ['image/png']))).rejects.toThrow('FILE_OF_WRONG_TYPE at fileIds.0');
    await inTransaction(asClerk(), (tx) => claimFiles(tx, given, ['text/csv']));
    const { file } = await begin({ name: 'b.csv', mediaType: 'text/csv', size: 4 });
    await expect(inTransaction(asClerk(), (tx) => claimFiles(tx, [{ id: uuid(file.id), path: 'fileIds.0' }]))).rejects.toThrow('FILE_NOT_READY');
  });
});

describe('large files', () => {
  const piece = (n: number): Buffer => Buffer.alloc(65_536, `line ${n},`);

  it('are received and sent chunk by chunk', async () => {
    const [count, size] = [320, 320 * 65_536];
    const { file, uploadUrl } = await begin({ name: 'large.csv', mediaType: 'text/csv', size });
    const expected = createHash('sha256');
    let n = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (n === count) return controller.close();
        const bytes = piece(n++);
        expected.update(bytes);
        controller.enqueue(new Uint8Array(bytes));
      },
    });
    const answer = await fetch(new URL(uploadUrl, server), { method: 'PUT', body, duplex: 'half' } as RequestInit);
    const sha256 = expected.digest('hex');
    expect(await answer.json()).toEqual({ size, sha256 });
    expect(await chunksOf(file.id)).toEqual(Array.from({ length: size / CHUNK }, () => CHUNK));
    const { file: { url } } = await clerk.run<{ file: { url: string } }>(FILE, { id: file.id });
    const back = createHash('sha256');
    for await (const bytes of (await fetch(new URL(url, server))).body as unknown as AsyncIterable<Uint8Array>) back.update(bytes);
    expect(back.digest('hex')).toBe(sha256);
  });

  it('cut off half-way are not there, and are sent again from the start', async () => {
    const size = 4 * CHUNK;
    const { file, uploadUrl } = await begin({ name: 'cut.csv', mediaType: 'text/csv', size });
    await new Promise<void>((done) => {
      const sending = request(new URL(uploadUrl, server), { method: 'PUT', headers: { 'content-length': size } });
      sending.on('error', () => done());
      sending.write(Buffer.alloc(2 * CHUNK + 5, 'x'));
      const look = async (): Promise<void> => ((await chunksOf(file.id)).length === 2 ? void sending.destroy() : void setTimeout(look, 20));
      void look();
    });
    expect(await clerk.run(FILE, { id: file.id })).toMatchObject({ file: { state: 'RECEIVING', url: null } });
    expect((await put(uploadUrl, Buffer.alloc(size, 'y'))).status).toBe(200);
    const pieces: Buffer[] = [];
    for await (const bytes of readFile(asClerk(), uuid(file.id))) pieces.push(bytes);
    expect(Buffer.concat(pieces).equals(Buffer.alloc(size, 'y'))).toBe(true);
  });

  it('sent twice at a time are received from the later sender alone', async () => {
    const size = 3 * CHUNK;
    const { file, uploadUrl } = await begin({ name: 'two.csv', mediaType: 'text/csv', size });
    const answered = new Promise<number>((done, failed) => {
      const slow = request(new URL(uploadUrl, server), { method: 'PUT', headers: { 'content-length': size } }, (answer) => { answer.resume(); done(answer.statusCode ?? 0); });
      slow.on('error', failed);
      slow.write(Buffer.alloc(CHUNK, 'a'));
      const look = async (): Promise<void> => {
        if ((await chunksOf(file.id)).length === 0) return void setTimeout(look, 20);
        expect((await put(uploadUrl, Buffer.alloc(size, 'b'))).status).toBe(200);
        slow.end(Buffer.alloc(2 * CHUNK, 'a'));
      };
      void look().catch(failed);
    });
    expect(await answered).toBe(409);
    const pieces: Buffer[] = [];
    for await (const bytes of readFile(asClerk(), uuid(file.id))) pieces.push(bytes);
    expect(Buffer.concat(pieces).equals(Buffer.alloc(size, 'b'))).toBe(true);
  });

  it('are written by modules as their bytes come: no piece is asked for before the last is in the database', async () => {
    let asked = 0;
    async function* pieces(): AsyncGenerator<Buffer> {
      for (let n = 0; n < 40; n += 1) {
        asked += 1;
        const { rows } = await platform.pool.query<{ written: number }>("select coalesce(sum(length(bytes)), 0)::int as written from kernel.file f join kernel.file_chunk c on c.file_id = f.id where f.name = 'made.csv'");
        expect(asked * 65_536 - (rows[0]?.written ?? 0)).toBeLessThanOrEqual(CHUNK + 65_536);
        yield piece(n);
      }
    }
    const { id } = await storeFile(asClerk(), { name: 'made.csv', mediaType: 'text/csv', purpose: 'export' }, pieces());
    expect(await clerk.run(FILE, { id: `file_${id.replaceAll('-', '')}` })).toMatchObject({ file: { size: 40 * 65_536, state: 'READY' } });
    const empty = await storeFile(asClerk(), { name: 'empty.csv', mediaType: 'text/csv' }, of());
    expect(await clerk.run(FILE, { id: `file_${empty.id.replaceAll('-', '')}` })).toMatchObject({ file: { size: 0, state: 'READY' } });
  });
});

describe('what a file holds', () => {
  const numbers = (of: string): Buffer => Buffer.from(`national number\n${of}\n`);
  const sent = async (of: string): Promise<string> => sendFile(clerk, server, { name: `${of}.csv`, mediaType: 'text/csv', bytes: numbers(of) });
  const read = async (id: string): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const bytes of readFile(asClerk(), uuid(id))) pieces.push(bytes);
    return Buffer.concat(pieces);
  };
  const swap = 'update kernel.file_chunk c set bytes = o.bytes from kernel.file_chunk o where c.file_id in ($1, $2) and o.file_id in ($1, $2) and o.file_id <> c.file_id';

  it('stands sealed in the database, opens as what it was, and as nothing else', async () => {
    const [one, another] = [await sent('QZX0000011'), await sent('QZX0000012')];
    expect((await platform.pool.query("select 1 from kernel.file_chunk where encode(bytes, 'escape') like '%QZX00000%'")).rowCount).toBe(0);
    expect(await read(one)).toEqual(numbers('QZX0000011'));
    await platform.pool.query(swap, [uuid(one), uuid(another)]);
    await expect(read(one)).rejects.toThrow(/authenticate/);
    await platform.pool.query(swap, [uuid(one), uuid(another)]);
    expect(await read(another)).toEqual(numbers('QZX0000012'));
  });

  it('of before it was sealed is read as it is', async () => {
    const id = await sent('QZX0000013');
    await platform.pool.query('update kernel.file_chunk set bytes = $2, sealed = false where file_id = $1', [uuid(id), numbers('QZX0000013')]);
    expect(await read(id)).toEqual(numbers('QZX0000013'));
  });
});
