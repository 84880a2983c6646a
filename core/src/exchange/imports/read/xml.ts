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

/** Feeds XML to a handler; each time that a piece of it has been read, what `taken` gives is handed on. */
export async function* parseXml<T>(source: Readable, handler: XmlHandler, taken: () => readonly T[]): AsyncGenerator<T> {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => handler.open?.({ name: local(name), attributes: attributes as Record<string, string> }));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', ({ name }) => handler.close?.(local(name)));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of source) {
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

/** Characters that XML cannot hold are written `_xHHHH_` in spreadsheets (ECMA-376 part 1, 22.4.2.4). */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : text;
}
