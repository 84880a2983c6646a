import { z } from 'zod';

/** Desks that pay in cash, as a deployment's settings describe them. */
export const cashDeskSettings = z
  .object({
    kind: z.literal('cash-desk'),
    description: z.string().min(1).max(200).default('Pays in cash over the counter of desks, with signed receipts'),
    /** Who signs receipts, as it is printed on them. */
    issuer: z.string().min(1).max(200),
    /** Name of the environment variable that holds the keys: a JWK set (RFC 7517) of Ed25519 keys. The first signs; the others are known still. */
    keysVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'is no name of an environment variable').default('KINGA_CASH_RECEIPT_KEYS'),
    /** Days that a payment waits to be fetched; after them it comes back as UNCLAIMED. */
    unclaimedDays: z.number().int().min(1).max(365).default(30),
  })
  .strict();

export type CashDeskSettings = z.infer<typeof cashDeskSettings>;
