import { refuse } from '../../kernel/write/refusal.js';
import { notSuccessor, replacedTwice } from './refusals.js';
import type { PlaceReplacementInput } from './replace-input.js';
import { PlaceSuccessionKind } from './succession.js';

/** A place that ends, by code, with what is known of it. */
export interface Replacement {
  readonly code: string;
  readonly id: string;
  readonly successors: readonly string[];
  /** UUIDs of the successors, in their order. */
  readonly successorIds: readonly string[];
  /** Where all goes of which nothing else is said; null where that has to be said of each. */
  readonly rest: { readonly code: string; readonly id: string } | null;
  readonly path: string;
}

/** Refuses a place that is given twice, or that becomes itself or another that ends. */
export function checkReplacements(replacements: readonly PlaceReplacementInput[]): void {
  const seen = new Set<string>();
  const ending = new Set(replacements.map(({ code }) => code));
  const refusals = replacements.flatMap(({ code, successorCodes, restToCode }, index) => {
    const path = `replacements.${index}`;
    const twice = seen.has(code) ? [replacedTwice(`${path}.code`, { code })] : [];
    seen.add(code);
    const again = successorCodes.flatMap((successor, at) =>
      (ending.has(successor) || successorCodes.indexOf(successor) < at ? [replacedTwice(`${path}.successorCodes.${at}`, { code: successor })] : []));
    const stranger = restToCode && !successorCodes.includes(restToCode) ? [notSuccessor(`${path}.restToCode`, { code: restToCode, of: code })] : [];
    return [...twice, ...again, ...stranger];
  });
  if (refusals.length > 0) refuse(...refusals);
}

/** Whether places were renamed, split, merged or redrawn. */
export function kindOf(replacement: Replacement, all: readonly Replacement[]): PlaceSuccessionKind {
  const several = replacement.successors.length > 1;
  const shared = all.some((other) => other !== replacement && other.successors.some((code) => replacement.successors.includes(code)));
  if (several) return shared ? PlaceSuccessionKind.REDRAWN : PlaceSuccessionKind.SPLIT;
  return shared ? PlaceSuccessionKind.MERGED : PlaceSuccessionKind.RENAMED;
}
