import { z } from 'zod';

/** A channel to a provider of mobile money, as a deployment's settings describe it. */
export const mobileMoneySettings = z
  .object({
    kind: z.literal('mobile-money'),
    description: z.string().min(1).max(200).default('Pays into mobile money wallets by the API of the provider'),
    /** Where the provider's API is, such as `https://api.example.org/payments`. */
    url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
    /** Name of the environment variable that holds the secret shared with the provider, at least 16 characters. */
    secretVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'is no name of an environment variable').default('KINGA_MOBILE_MONEY_SECRET'),
    /** How long the provider may take to answer. */
    timeoutMs: z.number().int().min(50).max(60_000).default(10_000),
    /** How old a message of the provider may be, in seconds: older ones may be somebody saying them again. */
    freshSeconds: z.number().int().min(10).max(3_600).default(300),
  })
  .strict();

export type MobileMoneySettings = z.infer<typeof mobileMoneySettings>;
