import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../platform.js';
import { refuse } from '../write/refusal.js';
import { encodeId, decodeId } from '../schema/ids.js';
import { linkExpired, linkInvalid } from './refusals.js';
import { fileSettings } from './settings.js';
import { signingKey } from './signing-key.js';

/** A link serves one of the two. */
export type LinkMethod = 'GET' | 'PUT';

/** A link that lets its holder read (`GET`) or send (`PUT`) one file, for some minutes. */
export async function linkTo(platform: Platform, method: LinkMethod, uuid: string): Promise<string> {
  const { linkMinutes, uploadMinutes, publicUrl = '' } = fileSettings(platform);
  const id = encodeId('file', uuid);
  const expires = Math.floor(platform.now() / 1000) + 60 * (method === 'GET' ? linkMinutes : uploadMinutes);
  return `${publicUrl}/files/${id}?expires=${expires}&signature=${(await sign(platform, method, id, expires)).toString('base64url')}`;
}

/**
 * The file that a link is about.
 *
 * @returns its UUID
 * @throws Refused where Kinga did not make the link, or it has expired
 */
export async function checkLink(platform: Platform, method: LinkMethod, id: string, query: Readonly<Record<string, unknown>>): Promise<string> {
  const uuid = decodeId(id)?.uuid;
  const { expires, signature } = query;
  if (!uuid || typeof expires !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(expires)) return refuse(linkInvalid(''));
  const expected = await sign(platform, method, id, Number(expires));
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) refuse(linkInvalid(''));
  if (Number(expires) * 1000 < platform.now()) refuse(linkExpired(''));
  return uuid;
}

async function sign(platform: Platform, method: LinkMethod, id: string, expires: number): Promise<Buffer> {
  return createHmac('sha256', await signingKey(platform)).update(`kinga-file\n${method}\n${id}\n${expires}`).digest();
}
