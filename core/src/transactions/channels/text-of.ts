import iconv from 'iconv-lite';
import { UnreadableAnswer } from '../payment-channel.js';

/** The text of bytes in an encoding that iconv knows. @throws UnreadableAnswer where they are none */
export function textOf(bytes: Buffer, encoding: string): string {
  const text = iconv.decode(bytes, encoding);
  if (text.includes('\uFFFD')) throw new UnreadableAnswer(`The answer is no text in ${encoding}.`);
  return text;
}
