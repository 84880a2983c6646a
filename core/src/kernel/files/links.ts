import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../platform.js';
import { decodeId, encodeId } from '../schema/ids.js';
import { isPlainBase64url } from '../secrets/base64url.js';
import type { Key } from '../secrets/keys.js';
import { refuse } from '../write/refusal.js';
import { linkExpired, linkInvalid } from './refusals.js';
import { fileSettings } from './settings.js';

/** A link serves one of the two. */
export type LinkMethod = 'GET' | 'PUT';

/** A link that lets its holder read (`GET`) or send (`PUT`) one file, for some minutes. */
export function linkTo(platform: Platform, method: LinkMethod, uuid: string): string {
  const { linkMinutes, uploadMinutes, publicUrl = '' } = fileSettings(platform);
  const id = encodeId('file', uuid);
  const expires = Math.floor(platform.now() / 1000) + 60 * (method === 'GET' ? linkMinutes : uploadMinutes);
  return `${publicUrl}/files/${id}?expires=${expires}&signature=${sign(platform.keys.current, method, id, expires).toString('base64url')}`;
}

/**
 * The file that a link is about.
 *
 * @returns its UUID
 * @throws Refused where Kinga did not make the link, or it has expired
 */
export function checkLink(platform: Platform, method: LinkMethod, id: string, query: Readonly<Record<string, unknown>>): string {
  const uuid = decodeId(id)?.uuid;
  const { expires, signature } = query;
  if (!uuid || typeof expires !== 'string' || typeof signature !== 'string' || !/^[1-9]\d{0,11}$/.test(expires) || !isPlainBase64url(signature)) return refuse(linkInvalid(''));
  const given = Buffer.from(signature, 'base64url');
  const signed = platform.keys.all.some((key) => {
    const expected = sign(key, method, id, Number(expires));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!signed) refuse(linkInvalid(''));
  if (Number(expires) * 1000 < platform.now()) refuse(linkExpired(''));
  return uuid;
}

function sign(key: Key, method: LinkMethod, id: string, expires: number): Buffer {
  return createHmac('sha256', key.derive('links to files')).update(`${method}\n${id}\n${expires}`).digest();
}
