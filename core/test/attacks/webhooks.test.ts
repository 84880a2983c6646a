import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { call, type Called } from '../../src/webhooks/call.js';
import { AddressRefused, checkUrl, isAllowed } from '../../src/webhooks/check-address.js';
import { webhookSettings, type WebhookSettings } from '../../src/webhooks/settings.js';
import { attack } from './testing/attack.js';

const closed = webhookSettings.parse({});
let server: Server;
let port: number;
let calls = 0;
let loopback: WebhookSettings;
let redirectTo = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    calls += 1;
    if (request.url === '/redirect') response.writeHead(307, { location: redirectTo }).end();
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', () => resolve()); });
  port = (server.address() as AddressInfo).port;
  redirectTo = `http://127.0.0.1:${port}/secret`;
  loopback = webhookSettings.parse({ allow: ['127.0.0.1/32'], allowHttp: true, ports: [port], timeoutMs: 2_000 });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const PUBLIC = 'https://93.184.215.14/hook';
const refused = (url: string, code?: AddressRefused['code']) => (): void => {
  try {
    checkUrl(url, closed);
  } catch (error) {
    expect(error).toBeInstanceOf(AddressRefused);
    if (code) expect((error as AddressRefused).code).toBe(code);
    return;
  }
  throw new Error(`${url} would be called`);
};
const taken = (url: string) => (): void => void checkUrl(url, closed);

describe('an address of an endpoint', () => {
  const PRIVATE = {
    'loopback': '127.0.0.1', 'loopback as one number': '2130706433', 'loopback in hexadecimal': '0x7f.0x0.0x0.0x1', 'loopback in octal': '0177.0.0.1', 'loopback shortened': '127.1',
    'this host': '0.0.0.0', 'private, ten': '10.0.0.1', 'private, 172': '172.16.0.1', 'private, 192': '192.168.1.1', 'shared by a provider': '100.64.0.1', 'metadata': '169.254.169.254',
    'multicast': '224.0.0.1', 'broadcast': '255.255.255.255', 'benchmark net': '198.18.0.1', 'IPv6 loopback': '[::1]', 'IPv6 unspecified': '[::]', 'IPv6 link-local': '[fe80::1]', 'IPv6 unique-local': '[fd00::1]',
    'IPv4 mapped': '[::ffff:127.0.0.1]', 'IPv4 mapped, public': '[::ffff:93.184.215.14]', 'IPv4 compatible': '[::127.0.0.1]', 'IPv4 compatible, in hexadecimal': '[::7f00:1]', 'NAT64': '[64:ff9b::7f00:1]', '6to4': '[2002:7f00:1::]', 'Teredo': '[2001::1]', 'IPv6 multicast': '[ff02::1]', 'documentation net': '[2001:db8::1]',
    'loopback in circled digits': '①②⑦.⓪.⓪.①', 'loopback as one octal number': '017700000001', 'loopback with a dot behind': '127.0.0.1.', 'loopback, mapped and written out': '[0:0:0:0:0:ffff:127.0.0.1]', 'NAT64 of a site': '[64:ff9b:1::7f00:1]', 'IPv4 translated': '[::ffff:0:7f00:1]', 'site-local': '[fec0::1]', 'this network': '0.1.2.3', 'metadata of another cloud': '100.100.100.200', 'what a cloud answers its machines': '168.63.129.16',
  };
  for (const [name, host] of Object.entries(PRIVATE)) attack(`that is no public one: ${name}`, { blocked: refused(`https://${host}/hook`, 'PRIVATE_ADDRESS'), twin: taken(PUBLIC) });
  attack('that is localhost by name', { blocked: refused('https://localhost/hook', 'PRIVATE_ADDRESS'), twin: taken('https://localhost.example.org/hook') });
  attack('that is localhost by a name below it', { blocked: refused('https://x.localhost/hook', 'PRIVATE_ADDRESS'), twin: taken('https://localhost-x.example.org/hook') });
  attack('that is localhost with a dot behind', { blocked: refused('https://localhost./hook', 'PRIVATE_ADDRESS'), twin: taken('https://example.org/hook') });
  attack('without TLS', { blocked: refused('http://93.184.215.14/hook', 'SCHEME'), twin: taken(PUBLIC) });
  for (const scheme of ['file:///etc/passwd', 'gopher://93.184.215.14/', 'ftp://93.184.215.14/', 'data:text/plain,x', 'javascript:1']) attack(`of the scheme ${scheme.split(':')[0]}`, { blocked: refused(scheme), twin: taken(PUBLIC) });
  attack('on the port of a database', { blocked: refused('https://93.184.215.14:5432/', 'PORT'), twin: taken('https://93.184.215.14:8443/') });
  attack('on the port of SSH', { blocked: refused('https://93.184.215.14:22/', 'PORT'), twin: taken('https://93.184.215.14:443/') });
  attack('with credentials', { blocked: refused('https://user:password@93.184.215.14/', 'CREDENTIALS'), twin: taken('https://93.184.215.14/?user=x') });
  attack('with a public name as its user', { blocked: refused('https://example.org@127.0.0.1/', 'CREDENTIALS'), twin: taken('https://93.184.215.14/example.org@127.0.0.1') });
  attack('that is no address', { blocked: refused('https://', 'URL_INVALID'), twin: taken(PUBLIC) });
  attack('that is endless', { blocked: refused(`${PUBLIC}?${'x'.repeat(2_000)}`, 'URL_INVALID'), twin: taken(`${PUBLIC}?${'x'.repeat(1_000)}`) });
});

describe('a name', () => {
  const named = (resolve: () => Promise<{ address: string; family: number }[]>, settings = loopback): Promise<Called> =>
    call(`http://partner.example.org:${port}/hook`, { settings, headers: {}, body: '{}', resolve });
  const to = (...addresses: string[]) => async (): Promise<{ address: string; family: number }[]> => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const blocked = async (answer: Promise<Called>): Promise<void> => {
    const before = calls;
    expect(await answer).toEqual({ problem: 'PRIVATE_ADDRESS' });
    expect(calls).toBe(before);
  };
  const twin = async (): Promise<void> => expect(await named(to('127.0.0.1'))).toEqual({ status: 204 });
  const closedHere = webhookSettings.parse({ allowHttp: true, allow: ['192.0.2.0/24'], ports: [1, 443, 8443] });

  attack('that leads to loopback', { blocked: () => blocked(call(`http://partner.example.org:443/hook`, { settings: closedHere, headers: {}, body: '{}', resolve: to('127.0.0.1') })), twin });
  attack('that leads to the metadata of a cloud', { blocked: () => blocked(named(to('169.254.169.254'))), twin });
  attack('that leads to a private network over IPv6', { blocked: () => blocked(named(to('fd00::1'))), twin });
  attack('of whose addresses one is private', { blocked: () => blocked(named(to('127.0.0.1', '10.0.0.1'))), twin });
  attack('that leads to an IPv4 address inside of IPv6', { blocked: () => blocked(named(to('::ffff:10.0.0.1'))), twin });
  attack('that leads to an IPv4 address behind NAT64', { blocked: () => blocked(named(to('64:ff9b::a00:1'))), twin });
  attack('that means another address the second time', {
    // The first answer is what is called; there is no second question whose answer could be another.
    blocked: async () => {
      let asked = 0;
      const rebinding = async (): Promise<{ address: string; family: number }[]> => [{ address: (asked += 1) === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
      expect(await named(rebinding)).toEqual({ status: 204 });
      expect(asked).toBe(1);
    },
    twin,
  });
  attack('that leads nowhere', { blocked: async () => expect(await named(async () => [])).toEqual({ problem: 'UNRESOLVED' }), twin });
});

describe('an answer', () => {
  attack('that redirects to an address inside', {
    blocked: async () => {
      const before = calls;
      expect(await call(`http://127.0.0.1:${port}/redirect`, { settings: loopback, headers: {}, body: '{}' })).toEqual({ status: 307 });
      expect(calls).toBe(before + 1);
    },
    twin: async () => expect(await call(`http://127.0.0.1:${port}/hook`, { settings: loopback, headers: {}, body: '{}' })).toEqual({ status: 204 }),
  });
});

describe('a network that the deployment allows', () => {
  const allow = ['10.2.0.0/16'];
  attack('does not open its neighbours', { blocked: () => expect(isAllowed('10.3.0.1', { allow })).toBe(false), twin: () => expect(isAllowed('10.2.0.1', { allow })).toBe(true) });
  attack('does not open loopback', { blocked: () => expect(isAllowed('127.0.0.1', { allow })).toBe(false), twin: () => expect(isAllowed('93.184.215.14', { allow })).toBe(true) });
});
