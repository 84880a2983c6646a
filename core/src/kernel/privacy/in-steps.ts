import { digest } from '../secrets/secrets.js';
import type { Platform } from '../platform.js';

/** What hashes are made with by which figures are told in steps (`kernel.in_steps`), for `hashtextextended`: a number that nobody knows who is told figures. */
export function drawingSeed(of: { readonly platform: Platform }): string {
  return digest(of, 'kernel.in-steps', 'seed').readBigInt64BE(4).toString();
}
