import { refuse, type Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { sharedByAll } from './refusals.js';
import { lockProgramme } from './lock-programme.js';

/** Refuses whoever may not change what belongs to a programme, or, where it belongs to none, to all of them. */
export async function checkOwner(ctx: TxContext, programmeId: string | null, path: string, notFound?: (path: string) => Refusal): Promise<{ readonly currency: string } | null> {
  if (programmeId) return lockProgramme(ctx, programmeId, path, notFound);
  if (ctx.actor.programmes !== null) refuse(sharedByAll(path, { programmes: ctx.actor.programmes.join(', ') }));
  return null;
}
