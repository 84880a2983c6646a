import { compactVerify, CompactSign, createLocalJWKSet, decodeJwt } from 'jose';
import { z } from 'zod';
import type { ReceiptKeys } from './keys.js';

/** What a receipt says. */
const receiptContent = z
  .object({
    /** Who signs. */
    iss: z.string(),
    /** The receipt's number. */
    jti: z.string(),
    /** Seconds since 1970. */
    iat: z.number().int(),
    reference: z.string(),
    /** With all minor digits of its currency. */
    amount: z.string(),
    currency: z.string(),
    payee: z.string(),
    /** PAYEE, RECEIVER or NOMINEE. */
    collectedBy: z.string(),
    desk: z.string(),
    paidOn: z.string(),
  })
  .strict();

export type ReceiptContent = z.infer<typeof receiptContent>;

const TYPE = 'cash-receipt';

/** A receipt: a JWS in its compact form (RFC 7515), signed with Ed25519 (RFC 8037). */
export async function signReceipt({ signing }: ReceiptKeys, content: ReceiptContent): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(content))).setProtectedHeader({ alg: 'EdDSA', kid: signing.kid, typ: TYPE }).sign(signing.key);
}

/** What a receipt says, where one of the keys signed it; `undefined` where none did. */
export async function verifyReceipt({ published }: Pick<ReceiptKeys, 'published'>, receipt: string): Promise<ReceiptContent | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(receipt.trim(), createLocalJWKSet({ keys: [...published] }), { algorithms: ['EdDSA'] });
    return protectedHeader.typ === TYPE ? receiptContent.parse(JSON.parse(Buffer.from(payload).toString())) : undefined;
  } catch {
    return undefined;
  }
}

/** A receipt as it is printed, with what proves it at the end. */
export function printReceipt(receipt: string): string {
  const { iss, jti, paidOn, amount, currency, reference, payee, collectedBy, desk } = receiptContent.parse(decodeJwt(receipt));
  return [iss, `Receipt ${jti.replace(/(\d{4})(?=\d)/g, '$1 ')}`, `Paid on ${paidOn} at ${desk}`, `${amount} ${currency}`, `To ${payee} (${collectedBy})`, `Payment ${reference}`, '', receipt, ''].join('\n');
}
