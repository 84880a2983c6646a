import type { Module } from '../module/define-module.js';
import { type Claims, ownerKey } from './ownership.js';
import { planProblems, type Report } from './problems.js';
import type { Plan } from './types.js';

/** The wraps of each field in the order of the modules, so that a module wraps around those that it requires. */
export function orderWraps(ordered: readonly Module[], claims: Claims, report: Report): Plan['wraps'] {
  const wraps = new Map<string, readonly { readonly module: string; readonly because: string; readonly wrap: unknown }[]>();
  for (const module of ordered) {
    for (const { coordinate, because, wrap } of module.wraps ?? []) {
      const own = claims.get(ownerKey({ kind: 'field', name: coordinate }))?.find((owner) => owner.module === module.id);
      if (own) report(planProblems.wrapsOwnField(module, coordinate, own));
      wraps.set(coordinate, Object.freeze([...(wraps.get(coordinate) ?? []), Object.freeze({ module: module.id, because, wrap })]));
    }
  }
  return wraps;
}
