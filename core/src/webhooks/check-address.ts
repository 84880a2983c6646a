import ipaddr from 'ipaddr.js';
import type { WebhookSettings } from './settings.js';

/** Why an address is not called; a code without anything of the address. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor(readonly code: 'URL_INVALID' | 'SCHEME' | 'CREDENTIALS' | 'PORT' | 'PRIVATE_ADDRESS' | 'UNRESOLVED') {
    super(code);
  }
}

/** What of IPv6 is given out for public use; what lies outside may be called unicast and yet hold an IPv4 address, such as `::127.0.0.1`. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by their numbers, and yet answered by the cloud that a server stands in: Azure's to its machines. */
const OF_CLOUDS = new Set(['168.63.129.16']);

/**
 * Whether an IP address may be called: public ones, and those of the networks that the deployment allows. What carries an IPv4
 * address inside (mapped, NAT64, 6to4, Teredo) is no public address, whatever it carries.
 */
export function isAllowed(address: string, { allow }: Pick<WebhookSettings, 'allow'>): boolean {
  if (!ipaddr.isValid(address)) return false;
  const given = ipaddr.parse(address);
  const plain = given instanceof ipaddr.IPv6 && given.isIPv4MappedAddress() ? given.toIPv4Address() : given;
  const allowed = allow.map((network) => ipaddr.parseCIDR(network)).some(([network, bits]) => network.kind() === plain.kind() && plain.match(network as never, bits));
  return allowed || (plain === given && !OF_CLOUDS.has(given.toString()) && given.range() === 'unicast' && (given instanceof ipaddr.IPv4 || given.match(GLOBAL)));
}

/**
 * An address as it may be called: https, a port that is allowed, no credentials; an IP address in it must be allowed, whichever way
 * it is written.
 *
 * @throws AddressRefused
 */
export function checkUrl(text: string, settings: WebhookSettings): URL {
  if (!URL.canParse(text) || text.length > 2_000) throw new AddressRefused('URL_INVALID');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(settings.allowHttp && url.protocol === 'http:')) throw new AddressRefused('SCHEME');
  if (url.username || url.password) throw new AddressRefused('CREDENTIALS');
  if (!settings.ports.includes(Number(url.port || (url.protocol === 'https:' ? 443 : 80)))) throw new AddressRefused('PORT');
  const host = hostOf(url);
  if (host === '' || host.endsWith('.') || /(^|\.)localhost$/i.test(host)) throw new AddressRefused('PRIVATE_ADDRESS');
  if (ipaddr.isValid(host) && !isAllowed(host, settings)) throw new AddressRefused('PRIVATE_ADDRESS');
  url.hash = '';
  return url;
}

/** The host without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
