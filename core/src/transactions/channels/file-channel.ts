import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../../kernel/context.js';
import type { ChannelBatch, PaymentChannel } from '../payment-channel.js';

/** What tells one kind of file from another. */
export interface FileFormat extends Pick<PaymentChannel, 'description' | 'accountKinds' | 'paysWithoutAccount' | 'cannotPay' | 'parseAnswer'> {
  /** Of the file's name, without a dot. */
  readonly extension: string;
  /** The file of a batch. Pure: the same batch and key give the same bytes. */
  write(batch: ChannelBatch, key: string): Buffer;
}

/** Of endings; any other is text. */
const MEDIA_TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', xml: 'application/xml', json: 'application/json' };

/**
 * A channel that writes a file for each batch: `<data folder>/payments/<run>/<key>.<extension>`. It appears whole or not at all, and
 * is never written anew: the same key with other content is a fault.
 */
export function fileChannel({ extension, write, ...format }: FileFormat): PaymentChannel {
  return {
    ...format,
    async send(ctx, batch, key) {
      const path = pathOf(ctx, key, extension);
      const content = write(batch, key);
      const existing = await readIfThere(path);
      if (existing === undefined) await writeWhole(path, content);
      const there = existing ?? await readFile(path);
      if (!there.equals(content)) throw new Error(`${path} holds other payments than those of batch ${key}; nothing was written`);
      return { receipt: path };
    },
    async status(ctx, key) {
      const path = pathOf(ctx, key, extension);
      return (await readIfThere(path)) === undefined ? undefined : { receipt: path };
    },
    async file(ctx, key) {
      const bytes = await readIfThere(pathOf(ctx, key, extension));
      return bytes && { name: `${key}.${extension}`, mediaType: MEDIA_TYPES[extension] ?? 'text/plain', bytes };
    },
  };
}

/** A batch's key begins with its run. */
function pathOf(ctx: Context, key: string, extension: string): string {
  const match = /^([0-9a-f]{32})-\d+$/.exec(key);
  if (!match?.[1]) throw new Error(`"${key}" is not the key of a batch`);
  return join(ctx.platform.dataDir, 'payments', match[1], `${key}.${extension}`);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** The file's content is on the disk before its name is, and the name before this ends. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    await synced(unfinished, 'wx', (file) => file.writeFile(content));
    await rename(unfinished, path);
    await synced(dirname(path), 'r', async () => undefined);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function synced(path: string, flags: string, work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
