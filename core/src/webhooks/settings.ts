import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

/** A deployment's settings of `webhooks`. */
export const webhookSettings = z
  .object({
    /** Networks that may be called although they are not public, such as `10.2.0.0/16`. None where left out. */
    allow: z.array(z.string().refine((text) => ipaddr.isValidCIDR(text), 'is no network such as 10.2.0.0/16')).default([]),
    /** Whether addresses without TLS may be called; for tests and closed networks. */
    allowHttp: z.boolean().default(false),
    /** Ports that may be called. */
    ports: z.array(z.number().int().min(1).max(65_535)).min(1).default([443, 8443]),
    /** How often a delivery is tried before it is given up: 12 times are about three days. */
    attempts: z.number().int().min(1).max(30).default(12),
    /** How long an endpoint may take to answer. */
    timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
  })
  .strict();

export type WebhookSettings = z.infer<typeof webhookSettings>;

export function settingsOf(platform: Pick<Platform, 'settings'>): WebhookSettings {
  return webhookSettings.parse(platform.settings('webhooks') ?? {});
}
