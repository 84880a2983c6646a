/**
 * Whether bytes are written in base64url as whoever signs writes them. Readers also take padding, letters beyond the alphabet and other
 * last letters for the same bytes, so that a signature that was changed would still hold.
 */
export function isPlainBase64url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}
