import { z } from 'zod';

const max = (length: number) => z.string().trim().min(1).max(length);
const bic = z.string().regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'is no BIC');

/** A channel by files of ISO 20022, as a deployment's settings describe it. */
export const isoChannelSettings = z
  .object({
    kind: z.literal('iso20022'),
    description: max(200).default('Writes a credit transfer file of ISO 20022 for each batch, and takes status reports back'),
    /** Version of `pain.001` that the bank takes. */
    version: z.enum(['pain.001.001.09', 'pain.001.001.11']).default('pain.001.001.09'),
    /** Who asks for the payments, as the bank knows it. */
    initiator: z.object({ name: max(140), id: max(35).optional() }).strict(),
    /** Whose account pays. */
    debtor: z.object({ name: max(140), account: max(34), bic: bic.optional(), clearingMember: max(35).optional() }).strict(),
    /** Whether the bank books a batch as one entry of the statement. */
    batchBooking: z.boolean().default(false),
    chargeBearer: z.enum(['DEBT', 'CRED', 'SHAR', 'SLEV']).default('SLEV'),
    serviceLevel: max(4).optional(),
    /** ISO external code list, such as SSBE (social security benefit), BENE, GOVT, PENS. */
    categoryPurpose: max(4).default('SSBE'),
    /** Days from handing a batch over until the bank is to pay it. */
    daysAhead: z.number().int().min(0).max(60).default(0),
    /** What payees see on their statements. */
    remittance: max(140).optional(),
    /** `latin`: a-z A-Z 0-9 / - ? : ( ) . , ' + and the space only, other letters by those that look like them. `any`: as they are. */
    characters: z.enum(['latin', 'any']).default('any'),
    /** Statuses of a transaction by which it is paid. `ACSC` says that the debtor's side is settled, `ACCC` that the creditor has the money. */
    paidBy: z.array(z.enum(['ACCC', 'ACSC'])).min(1).default(['ACCC', 'ACSC']),
  })
  .strict();

export type IsoChannelSettings = z.infer<typeof isoChannelSettings>;
