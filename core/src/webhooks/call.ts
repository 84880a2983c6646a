import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent, request } from 'undici';
import { AddressRefused, checkUrl, isAllowed } from './check-address.js';
import type { WebhookSettings } from './settings.js';

/** Gives every address of a host. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const byTheSystem: Resolve = (host) => new Promise((resolve, reject) => {
  systemLookup(host, { all: true, verbatim: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
});

/** What came of a call: the status, or a code that says why there is none. */
export type Called = { readonly status: number } | { readonly problem: string };

const MOST_ANSWER = 65_536;

export interface CallOptions {
  readonly settings: WebhookSettings;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly resolve?: Resolve;
  /** Certificates to trust beyond the system's; for tests. */
  readonly ca?: string;
}

/**
 * Posts to an address. Its name is resolved once, every address that it has must be allowed, and the connection goes to one of just
 * those: a name that means another address a moment later changes nothing. Redirects are answers, and are not followed. Of
 * the answer only the status is kept.
 */
export async function call(address: string, { settings, headers, body, resolve = byTheSystem, ca }: CallOptions): Promise<Called> {
  let agent: Agent | undefined;
  try {
    const url = checkUrl(address, settings);
    agent = new Agent({
      connect: { lookup: checkedLookup(settings, resolve) as never, timeout: settings.timeoutMs, ...(ca && { ca }) },
      headersTimeout: settings.timeoutMs, bodyTimeout: settings.timeoutMs, pipelining: 0, maxResponseSize: MOST_ANSWER,
    });
    const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal: AbortSignal.timeout(settings.timeoutMs) });
    await answer.body.dump({ limit: MOST_ANSWER }).catch(() => undefined);
    return { status: answer.statusCode };
  } catch (error) {
    return { problem: codeOf(error) };
  } finally {
    await agent?.destroy();
  }
}

type Answer = (error: Error | null, address?: string | readonly LookupAddress[], family?: number) => void;

/** As Node's sockets ask for addresses. */
function checkedLookup(settings: WebhookSettings, resolve: Resolve) {
  return (host: string, options: { readonly all?: boolean }, answer: Answer): void => {
    resolve(host).then((addresses) => {
      if (addresses.length === 0) throw new AddressRefused('UNRESOLVED');
      if (!addresses.every(({ address }) => isAllowed(address, settings))) throw new AddressRefused('PRIVATE_ADDRESS');
      const [first] = addresses;
      if (options.all) answer(null, addresses);
      else answer(null, first?.address, first?.family);
    }).catch((error: unknown) => answer(error instanceof AddressRefused ? error : new AddressRefused('UNRESOLVED')));
  };
}

/** A code of ours or of the system's; never a text, which could hold what was sent or answered. */
function codeOf(error: unknown): string {
  const { code, name, cause } = error as { readonly code?: unknown; readonly name?: string; readonly cause?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'TIMEOUT';
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
  return cause ? codeOf(cause) : 'FAILED';
}
