import type { PaymentChannel } from '../../payment-channel.js';
import { fileChannel } from '../file-channel.js';
import { readAnswer } from './read-answer.js';
import type { FileChannelSettings } from './settings.js';
import { cannotWrite, writeFile } from './write-file.js';

/** Files in a bank's own form: delimited or of fixed width, both ways. */
export function configuredFileChannel(settings: FileChannelSettings): PaymentChannel {
  return fileChannel({
    description: settings.description,
    extension: settings.extension,
    ...(settings.accountKinds && { accountKinds: settings.accountKinds }),
    paysWithoutAccount: !settings.columns.some(({ field }) => field === 'account'),
    cannotPay: (payment) => cannotWrite(payment, settings),
    write: (batch, key) => writeFile(batch, key, settings),
    parseAnswer: (answer) => readAnswer(answer, settings),
  });
}
