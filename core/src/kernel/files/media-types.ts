/** The media types that Kinga tells by a file's first bytes. */
export const MEDIA_TYPES = [
  'application/pdf', 'image/png', 'image/jpeg', 'image/webp',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv', 'text/plain', 'application/json', 'application/jsonl', 'application/xml',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const STARTS: readonly (readonly [MediaType, (head: Buffer) => boolean])[] = [
  ['application/pdf', (head) => has(head, 0, '%PDF-')],
  ['image/png', (head) => has(head, 0, '\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (head) => has(head, 0, '\xff\xd8\xff')],
  ['image/webp', (head) => has(head, 0, 'RIFF') && has(head, 8, 'WEBP')],
  [XLSX, (head) => has(head, 0, 'PK\x03\x04') && /^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/)/.test(head.toString('latin1', 30, 60))],
];

function has(head: Buffer, at: number, bytes: string): boolean {
  return head.toString('latin1', at, at + bytes.length) === bytes;
}

/**
 * What a file's first bytes show: one of the types with a signature, `text/plain` for any text, in whatever encoding that
 * has no NUL or that says it is UTF-16, or `undefined`.
 */
export function foundType(head: Buffer): MediaType | undefined {
  const known = STARTS.find(([, is]) => is(head));
  if (known) return known[0];
  return isText(head) ? 'text/plain' : undefined;
}

/** Control characters that no text has; those of ISO 8859 above 0x7f are borne. */
function isText(head: Buffer): boolean {
  if (has(head, 0, '\xff\xfe') || has(head, 0, '\xfe\xff')) return true;
  return head.length > 0 && head.every((byte) => byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c);
}

/** Whether a file may be what its sender says, going by its first bytes. */
export function fits(told: string, found: MediaType | undefined, head: Buffer): boolean {
  if (found !== 'text/plain') return found === told;
  const first = head.toString('utf8', 0, 4096).replace(/^\uFEFF/, '').trimStart()[0];
  switch (told) {
    case 'text/plain':
    case 'text/csv':
      return true;
    case 'application/json':
      return first !== undefined && /[[{"\d\-tfn]/.test(first);
    case 'application/xml':
      return first === '<' || /^(\xff\xfe|\xfe\xff)/.test(head.toString('latin1', 0, 2));
    case 'application/jsonl':
      return first === '{' || first === '[';
    default:
      return false;
  }
}
