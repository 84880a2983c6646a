import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

/** An element as it begins. */
export interface Tag {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What is done at each element and text, as they come. */
export interface XmlHandler {
  open?(tag: Tag): void;
  text?(text: string): void;
  close?(name: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** An element, a text or a comment is held in memory until it ends. */
const MOST_BYTES_OF_ONE = 5_000_000;

/** Feeds XML to a handler; each time that a piece of it has been read, what `taken` gives is handed on. */
export async function* parseXml<T>(source: Readable, handler: XmlHandler, taken: () => readonly T[]): AsyncGenerator<T> {
  const parser = new SaxesParser();
  let [bytes, began] = [0, 0];
  const next = <A>(handle: ((of: A) => void) | undefined) => (of: A): void => {
    began = bytes;
    handle?.(of);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', next(({ name, attributes }) => handler.open?.({ name: local(name), attributes: attributes as Record<string, string> })));
  parser.on('text', next(handler.text));
  parser.on('cdata', next(handler.text));
  parser.on('closetag', next(({ name }) => handler.close?.(local(name))));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of source) {
    bytes += (chunk as Buffer).length;
    if (bytes - began > MOST_BYTES_OF_ONE) throw new Error('it has an element that never ends');
    parser.write(decoder.decode(chunk as Buffer, { stream: true }));
    yield* taken();
  }
  parser.close();
  yield* taken();
}

/** Reads XML to its end. */
export async function readXml(source: Readable, handler: XmlHandler): Promise<void> {
  for await (const nothing of parseXml<never>(source, handler, () => [])) void nothing;
}

/** What a cell of a spreadsheet holds at most is 32,767 characters. */
const LONGEST_TEXT = 1_000_000;

/** A text with its next piece. */
export function longer(text: string, piece: string): string {
  if (text.length + piece.length > LONGEST_TEXT) throw new Error('it has a cell with too much text');
  return text + piece;
}

/** Characters that XML cannot hold are written `_xHHHH_` in spreadsheets (ECMA-376 part 1, 22.4.2.4). */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : text;
}
