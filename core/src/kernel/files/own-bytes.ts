import { fileNotReady, fileNotFound, fileTooLarge } from './refusals.js';
import { readFile } from './read-file.js';
import type { FileGiven } from './claim-files.js';
import { refuse } from '../write/refusal.js';
import type { TxContext } from '../write/transaction.js';

/** A file of the actor's own that is whole. */
export interface OwnFile {
  /** UUID. */
  readonly id: string;
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * A file of the actor's own, for what reads it once and keeps nothing of it: the file is thrown away by itself later.
 *
 * @param largest how many bytes it may have
 * @throws Refused FILE_NOT_FOUND, FILE_NOT_READY, FILE_TOO_LARGE
 */
export async function ownFile(ctx: TxContext, { id, path }: FileGiven, largest: number): Promise<OwnFile> {
  const { rows: [file] } = await ctx.tx.query<OwnFile & { readonly state: string }>('select id, state, size, sha256 from kernel.file where id = $1 and owner = $2', [id, ctx.actor.id]);
  if (!file) return refuse(fileNotFound(path));
  if (file.state !== 'READY') return refuse(fileNotReady(path));
  return file.size > largest ? refuse(fileTooLarge(path, { size: file.size, largest })) : file;
}

/** The bytes of such a file. */
export async function ownBytes(ctx: TxContext, given: FileGiven, largest: number): Promise<Buffer> {
  const { id } = await ownFile(ctx, given, largest);
  const chunks: Buffer[] = [];
  for await (const bytes of readFile(ctx, id)) chunks.push(bytes);
  return Buffer.concat(chunks);
}
