import { readFile } from 'node:fs/promises';

/** Every how-many-th payment the made-up bank returns. */
const RETURNS_EVERY = 40;

/**
 * Reads a payment file as a bank would and answers it in the channel's format: most are paid, some are returned.
 *
 * @param path the file that the channel wrote
 */
export async function answerOfMadeUpBank(path: string): Promise<string> {
  const [, ...payments] = (await readFile(path, 'utf8')).split('\r\n').filter((line) => line !== '');
  const lines = payments.map((line, index) => {
    const fields = line.split(',');
    const [reference, amount] = [fields[0] ?? '', fields.at(-2) ?? ''];
    return (index + 1) % RETURNS_EVERY === 0 ? `${reference},${amount},RETURNED,ACCOUNT_CLOSED` : `${reference},${amount},PAID,`;
  });
  return ['reference,amount,status,reason', ...lines, ''].join('\r\n');
}
