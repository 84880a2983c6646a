import type { Module } from '../module/define-module.js';
import { planProblems, type Report } from './problems.js';
import type { DescribedModule, Definition, Owner } from './types.js';

/** Every name with all that define it: one where all is well. */
export type Claims = ReadonlyMap<string, readonly Owner[]>;

/** The key of a name among the names of all kinds, as in `Plan.owners`. */
export function ownerKey({ kind, name }: Pick<Definition, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}

export function claimNames(described: readonly DescribedModule[]): Claims {
  const claims = new Map<string, Owner[]>();
  for (const { module, defines } of described) {
    for (const definition of defines) {
      const key = ownerKey(definition);
      claims.set(key, [...(claims.get(key) ?? []), ownerOf(module, definition.place)]);
    }
  }
  return claims;
}

export function ownerOf(module: Module, place: string): Owner {
  return Object.freeze({ module: module.id, version: module.version, place });
}

/** Gives each name its one owner. */
export function settleOwners(described: readonly DescribedModule[], claims: Claims, report: Report): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const { defines } of described) {
    for (const definition of defines) {
      const key = ownerKey(definition);
      const [owner, ...others] = claims.get(key) ?? [];
      if (!owner || owners.has(key)) continue;
      owners.set(key, owner);
      if (others.length > 0 && !followsFromType(definition, claims)) report(planProblems.duplicate(definition, [owner, ...others]));
    }
  }
  return owners;
}

/** Where two modules define a type, that its fields clash says nothing more. */
function followsFromType({ kind, name }: Definition, claims: Claims): boolean {
  if (kind !== 'field') return false;
  const ofType = new Set(claims.get(ownerKey({ kind: 'type', name: name.split('.')[0] ?? '' }))?.map(({ module }) => module));
  return ofType.size > 1 && (claims.get(`field:${name}`) ?? []).every(({ module }) => ofType.has(module));
}
