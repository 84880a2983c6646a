import { isEverywhere } from '../kernel/access/scope.js';
import type { Context } from '../kernel/context.js';
import { refuse } from '../kernel/write/refusal.js';
import { wholeProgrammeNeeded } from './refusals.js';

/** Whether the actor may act on the whole of some programmes: limited neither to places nor to organisations. */
export const ofWholeProgrammes = ({ actor }: Context): boolean => isEverywhere({ ...actor, programmes: null });

/** Refuses, to whoever is limited to places or organisations, what is done once for all of a programme: a part of it would count as all. */
export function requireWholeProgramme(ctx: Context, path: string): void {
  if (!ofWholeProgrammes(ctx)) refuse(wholeProgrammeNeeded(path));
}
