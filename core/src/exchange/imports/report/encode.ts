import { ImportEncoding } from '../mapping.js';

/** Turns text into bytes of an encoding; characters that Windows-1252 lacks become question marks. A byte order mark comes first where the encoding wants it. */
export function encoder(encoding: ImportEncoding): (text: string) => Buffer {
  let first = true;
  const marked = (text: string): string => {
    const mark = first && encoding !== ImportEncoding.WINDOWS_1252 ? '\ufeff' : '';
    first = false;
    return mark + text;
  };
  switch (encoding) {
    case ImportEncoding.UTF_16LE:
      return (text) => Buffer.from(marked(text), 'utf16le');
    case ImportEncoding.UTF_16BE:
      return (text) => Buffer.from(marked(text), 'utf16le').swap16();
    case ImportEncoding.WINDOWS_1252:
      return (text) => Buffer.from(Uint8Array.from(text, (character) => byteOf().get(character) ?? 0x3f));
    case ImportEncoding.UTF_8:
      return (text) => Buffer.from(marked(text), 'utf8');
  }
}

let bytes: ReadonlyMap<string, number> | undefined;

function byteOf(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('windows-1252');
  return (bytes ??= new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte])));
}
