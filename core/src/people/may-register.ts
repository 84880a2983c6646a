import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { outsideProgrammes } from './persons/refusals.js';

/** Refuses to write somebody new to whoever is limited to programmes: they would not see whom they wrote. */
export function checkMayRegister({ actor }: TxContext, path: string): void {
  if (actor.programmes !== null) refuse(outsideProgrammes(path, { programmes: actor.programmes.join(', ') || 'none' }));
}
