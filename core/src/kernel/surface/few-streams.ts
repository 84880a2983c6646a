import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Context } from '../context.js';
import type { Limits } from './limits.js';

const refusal = (status: number, message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', http: { status, headers: new Map([['retry-after', '5']]) } } });
const tooMany = (most: number): GraphQLError => refusal(429, `You have ${most} subscriptions open; end one first.`);
const tooManyOfAll = (): GraphQLError => refusal(503, 'This process has as many subscriptions open as it can hold. Try again in a moment.');

/** Counts the streams that each principal holds at this process, and all; the nameless share what their address has. */
export function fewStreams({ subscriptions: most, allSubscriptions }: Pick<Limits, 'subscriptions' | 'allSubscriptions'>): (ctx: Context, reply: FastifyReply) => void {
  const open = new Map<string, number>();
  let all = 0;
  return ({ actor, address = '', platform }, reply) => {
    const holder = actor.kind === 'anonymous' ? `address ${address}` : actor.id;
    const held = open.get(holder) ?? 0;
    if (held >= most || all >= allSubscriptions) {
      platform.telemetry.metrics.turnedAway.inc({ because: 'streams' });
      throw held >= most ? tooMany(most) : tooManyOfAll();
    }
    open.set(holder, held + 1);
    all += 1;
    reply.raw.once('close', () => {
      all -= 1;
      const left = (open.get(holder) ?? 1) - 1;
      if (left > 0) open.set(holder, left);
      else open.delete(holder);
    });
  };
}
