import iconv from 'iconv-lite';
import { SaxesParser } from 'saxes';
import { UnreadableAnswer } from '../../payment-channel.js';

/** An element with all that is in it. Names are without prefixes. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** A path from the document's element, such as `Document/BkToCstmrStmt/Stmt/Ntry`, and what stands there. */
export interface Found {
  readonly path: string;
  readonly element: Element;
  /** Of the element's end, from 1. */
  readonly line: number;
}

/** What a message may have: real ones have far less. */
const MOST_DEPTH = 40;
const MOST_TEXT = 100_000;
const MOST_ELEMENTS = 1_000_000;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML as its bytes come and gives each element at one of the paths once it has ended, the document's own first with nothing in
 * it. Memory holds one such element at a time. Document types are refused, so that no entity is ever expanded; so is what is nested
 * deeper, longer or larger than messages are.
 *
 * @param paths where elements are taken whole; what stands elsewhere is passed over
 * @throws UnreadableAnswer where it is no whole, well-formed XML, or beyond the bounds
 */
export async function* readElements(source: AsyncIterable<Buffer> | Iterable<Buffer>, paths: ReadonlySet<string>): AsyncGenerator<Found> {
  const reader = elementReader(paths);
  for await (const bytes of source) yield* reader.read(bytes);
  yield* reader.end();
}

/** The same of bytes that are all there. */
export function* elementsOf(bytes: Buffer, paths: ReadonlySet<string>): Generator<Found> {
  const reader = elementReader(paths);
  yield* reader.read(bytes);
  yield* reader.end();
}

function elementReader(paths: ReadonlySet<string>): { read(bytes: Buffer): Found[]; end(): Found[] } {
  const parser = new SaxesParser({ position: true });
  const way: string[] = [];
  const open: Element[] = [];
  let found: Found[] = [];
  let size = 0;
  let ended = false;
  const refuse = (what: string): never => {
    throw new UnreadableAnswer(`${what} (line ${parser.line}).`);
  };
  parser.on('error', (error) => refuse(`It is no whole XML: ${error.message.replace(/^\d+:\d+: /, '')}`));
  parser.on('doctype', () => refuse('It declares a document type, which no message does'));
  parser.on('opentag', ({ name, attributes }) => {
    way.push(local(name));
    if (way.length > MOST_DEPTH) refuse('Its elements are nested too deep');
    const inside = open.at(-1);
    const element: Element = { name: local(name), attributes: attributes as Record<string, string>, children: [], text: '' };
    if (way.length === 1) found.push({ path: local(name), element, line: parser.line });
    if (!inside && !paths.has(way.join('/'))) return;
    size += 1;
    if (size > MOST_ELEMENTS) refuse('One of its elements holds too much');
    inside?.children.push(element);
    open.push(element);
  });
  const add = (text: string): void => {
    const inside = open.at(-1);
    if (!inside) return;
    inside.text += text;
    if (inside.text.length > MOST_TEXT) refuse('One of its texts is too long');
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const path = way.join('/');
    way.pop();
    ended = way.length === 0;
    const element = open.pop();
    if (!element || open.length > 0) return;
    size = 0;
    found.push({ path, element, line: parser.line });
  });
  const taken = (): Found[] => {
    const now = found;
    found = [];
    return now;
  };
  let decoder: ReturnType<typeof decoderOf> | undefined;
  return {
    read(bytes) {
      decoder ??= decoderOf(bytes);
      const text = decoder.write(bytes);
      if (text.includes('\uFFFD')) refuse('It is not in the encoding that it says');
      parser.write(text);
      return taken();
    },
    end() {
      if (!ended) refuse('It is cut off');
      parser.close();
      return taken();
    },
  };
}

/** By the byte order mark, else by what the declaration says, else UTF-8. */
function decoderOf(head: Buffer): { write(bytes: Buffer): string } {
  const declared = /^<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']/.exec(head.toString('latin1', 0, 300).replace(/^\xEF\xBB\xBF/, ''))?.[1] ?? 'utf-8';
  const encoding = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : declared;
  if (!iconv.encodingExists(encoding)) throw new UnreadableAnswer(`It is in an encoding that is not known here: ${encoding}.`);
  return iconv.getDecoder(encoding);
}

/** The first element at a path below another: `at(entry, 'NtryDtls', 'TxDtls')`. */
export function at(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  return path.reduce<Element | undefined>((from, name) => from?.children.find((child) => child.name === name), element);
}

/** All elements of a name right below another. */
export function all(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text at a path, trimmed; `null` where there is none. */
export function textAt(element: Element | undefined, ...path: readonly string[]): string | null {
  return at(element, ...path)?.text.trim() || null;
}
