import { readFile } from 'node:fs/promises';

/** One in so many payees has an account that the made-up bank finds closed. */
const CLOSED_ONE_IN = 40;

/** Decided by the name alone, so that the story is the same wherever it is told. */
function isClosed(payee: string): boolean {
  let sum = 0;
  for (const letter of payee) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % CLOSED_ONE_IN === 0;
}

/**
 * Reads a payment file as a bank would and answers it in the channel's format: most are paid, some are returned.
 *
 * @param path the file that the channel wrote
 */
export async function answerOfMadeUpBank(path: string): Promise<string> {
  const [, ...payments] = (await readFile(path, 'utf8')).split('\r\n').filter((line) => line !== '');
  const lines = payments.map((line) => {
    const [reference = '', payee = '', , amount = ''] = line.split(',');
    return isClosed(payee) ? `${reference},${amount},RETURNED,ACCOUNT_CLOSED` : `${reference},${amount},PAID,`;
  });
  return ['reference,amount,status,reason', ...lines, ''].join('\r\n');
}
