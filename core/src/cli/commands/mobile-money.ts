import { InvalidArgumentError } from 'commander';
import { startMobileMoney } from '../../testing/mobile-money/server.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { stopRequest } from '../stop-signals.js';

const EVERY_MS = 1_000;

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It is a share from 0 to 1.');
  return value;
}

interface Options {
  readonly port: string;
  readonly tell?: string;
  readonly returns: number;
  readonly fails: number;
  readonly repeats: number;
}

export const addMobileMoney: AddCommand = (program, run) => {
  program.command('mobile-money')
    .option('--port <port>', 'where it listens on 127.0.0.1', '4100')
    .option('--tell <address>', 'where it tells by itself what became of payments, such as http://127.0.0.1:4000/payment-channels/<name>')
    .option('--returns <share>', 'payments that come back, from 0 to 1', share, 0.05)
    .option('--fails <share>', 'calls that fail, half of them after the payment was made', share, 0)
    .option('--repeats <share>', 'messages that come twice', share, 0)
    .description('Runs a made-up provider of mobile money, to try payments out. Never in production.')
    .addHelpText('after', '\nEnvironment: KINGA_MOBILE_MONEY_SECRET, shared with the deployment, at least 16 characters.')
    .action(run<[Options]>(async (ctx, { port, tell, returns, fails, repeats }) => {
      const secret = process.env['KINGA_MOBILE_MONEY_SECRET'] ?? '';
      if (secret.length < 16) throw new Error('KINGA_MOBILE_MONEY_SECRET is not set, or has fewer than 16 characters.');
      const { asked } = stopRequest(ctx.output.progress);
      const running = await startMobileMoney({ secret, port: Number(port), behaviour: { returns, repeats, failsBefore: fails / 2, failsAfter: fails / 2, seed: Date.now() } });
      ctx.output.answer({ url: running.url }, `A made-up provider of mobile money answers at ${running.url}.`);
      const telling = tell ? setInterval(() => void running.tell(tell).catch(() => undefined), EVERY_MS) : undefined;
      await asked;
      clearInterval(telling);
      await running.stop();
      return EXIT.fine;
    }));
};
