import { z } from 'zod';
import { UnreadableAnswer, type ChannelAnswer } from '../../payment-channel.js';

/** What the provider tells of payments, by its API, by messages and in files alike. */
const told = z.object({
  outcomes: z.array(z.object({
    reference: z.string().min(1).max(35),
    amount: z.string().regex(/^\d{1,20}(\.\d{1,6})?$/),
    status: z.string().max(50),
    reason: z.string().max(500).nullish(),
  })).max(100_000),
});

/** @throws UnreadableAnswer */
export function readOutcomes(bytes: Buffer): ChannelAnswer {
  const { outcomes } = parsed(bytes);
  const answer = { lines: [] as ChannelAnswer['lines'][number][], unreadable: [] as ChannelAnswer['unreadable'][number][] };
  outcomes.forEach(({ reference, amount, status, reason }, index) => {
    const line = index + 1;
    if (status === 'PAID') answer.lines.push({ line, reference, amount, status, reason: null });
    else if (status === 'RETURNED') answer.lines.push({ line, reference, amount, status, reason: reason ?? 'NOT_SAID' });
    else if (status !== 'PENDING') answer.unreadable.push({ line, reference, reason: 'STATUS_UNKNOWN' });
  });
  return answer;
}

function parsed(bytes: Buffer): z.infer<typeof told> {
  try {
    return told.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new UnreadableAnswer('It is no list of outcomes, or is cut off.', { cause: error });
  }
}
