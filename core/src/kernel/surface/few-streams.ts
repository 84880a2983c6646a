import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Context } from '../context.js';

const tooMany = (most: number): GraphQLError => new GraphQLError(`You have ${most} subscriptions open; end one first.`, { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', http: { status: 429, headers: new Map([['retry-after', '5']]) } } });

/** Counts the streams that each principal holds at this process; the nameless share what their address has. */
export function fewStreams(most: number): (ctx: Context, reply: FastifyReply) => void {
  const open = new Map<string, number>();
  return ({ actor, address = '' }, reply) => {
    const holder = actor.kind === 'anonymous' ? `address ${address}` : actor.id;
    const held = open.get(holder) ?? 0;
    if (held >= most) throw tooMany(most);
    open.set(holder, held + 1);
    reply.raw.once('close', () => {
      const left = (open.get(holder) ?? 1) - 1;
      if (left > 0) open.set(holder, left);
      else open.delete(holder);
    });
  };
}
