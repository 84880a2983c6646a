import {
  allowInsecureRequests, ClientSecretBasic, discovery, None, clockTolerance, type Configuration,
} from 'openid-client';
import type { JWTVerifyGetKey } from 'jose';
import { isSafeAddress, remoteKeys } from '../../kernel/access/key-set.js';
import { CLOCK_SKEW, type Algorithm } from '../../kernel/access/verify-token.js';

/** The OpenID Connect provider where people sign in, and as which client Kinga is known there. */
export interface Provider {
  /** The provider's address, exactly as its tokens say it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Left out for a public client, which the code's verifier alone protects. */
  readonly clientSecret?: string;
  /** Where browsers reach Kinga, such as `https://kinga.example.org`; the provider sends them back to `/auth/callback` there. */
  readonly url: string;
  /** What is asked of the provider: `openid profile` where left out. */
  readonly scope?: string;
  readonly algorithms?: readonly Algorithm[];
  /** Under which issuer its users are known in Kinga; its own address where left out. */
  readonly knownAs?: string;
}

/** A provider whose metadata are known. */
export interface KnownProvider extends Provider {
  readonly configuration: Configuration;
  readonly keys: JWTVerifyGetKey;
}

const FRESH_MS = 3_600_000;

/** Finds out how to talk to a provider when somebody first signs in, and every hour; Kinga starts also while it is away. */
export function providerFinder(given: () => Provider, now: () => number): () => Promise<KnownProvider> {
  let found: { readonly provider: Promise<KnownProvider>; readonly at: number } | undefined;
  return () => {
    if (found && now() - found.at < FRESH_MS) return found.provider;
    const provider = discover(given(), now);
    const made = { provider, at: now() };
    found = made;
    provider.catch(() => {
      if (found === made) found = undefined;
    });
    return provider;
  };
}

async function discover(provider: Provider, now: () => number): Promise<KnownProvider> {
  const address = new URL(provider.issuer);
  if (!isSafeAddress(address)) throw new Error(`${provider.issuer} is not an address with https`);
  const authentication = provider.clientSecret === undefined ? None() : ClientSecretBasic(provider.clientSecret);
  const configuration = await discovery(address, provider.clientId, { [clockTolerance]: CLOCK_SKEW }, authentication, {
    timeout: 5, ...(address.protocol === 'http:' && { execute: [allowInsecureRequests] }),
  });
  const { jwks_uri: keys } = configuration.serverMetadata();
  if (keys === undefined || !isSafeAddress(new URL(keys))) throw new Error(`${provider.issuer} names no keys at an address with https`);
  return { ...provider, configuration, keys: remoteKeys(async () => new URL(keys), now) };
}
