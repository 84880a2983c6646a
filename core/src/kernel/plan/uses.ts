import type { Module } from '../module/define-module.js';
import { nearest } from './did-you-mean.js';
import { statedOwner } from './names.js';
import { requiredBy } from './order.js';
import { type Claims, ownerKey } from './ownership.js';
import { planProblems, type Report } from './problems.js';
import type { DescribedModule, Definition } from './types.js';

/** Checks that every name that a module uses is defined, and by itself or a module that it requires. */
export function checkUses(described: readonly DescribedModule[], claims: Claims, report: Report): void {
  const byId = new Map(described.map(({ module }) => [module.id, module]));
  const required = requiredBy([...byId.values()]);
  for (const { module, uses } of described) {
    const borrowed = new Map<string, Definition[]>();
    for (const use of onePerName(uses)) {
      const owners = claims.get(ownerKey(use)) ?? [];
      const allowed = owners.some((owner) => owner.module === module.id || required.get(module.id)?.has(owner.module));
      const [owner, ...others] = owners;
      if (!owner) {
        if (!ofMissingModule(use, module, byId)) report(planProblems.unknown(module, use, nearestName(use, claims)));
      } else if (!allowed && others.length === 0) {
        borrowed.set(owner.module, [...(borrowed.get(owner.module) ?? []), use]);
      }
    }
    for (const [id, names] of borrowed) {
      const owner = byId.get(id);
      if (owner) report(planProblems.notRequired(module, owner, names));
    }
  }
}

/** A required module that isn't there is one problem; that its names aren't there either is the same one. */
function ofMissingModule(use: Definition, module: Module, byId: ReadonlyMap<string, Module>): boolean {
  const stated = statedOwner(use);
  return stated !== undefined && stated in module.requires && !byId.has(stated);
}

function onePerName(uses: readonly Definition[]): readonly Definition[] {
  const groups = Map.groupBy(uses, ownerKey);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [{ ...first, place: [...new Set([first, ...rest].map(({ place }) => place))].join(', ') }] : []);
}

function nearestName({ kind, name }: Definition, claims: Claims): string | undefined {
  const prefix = `${kind}:`;
  return nearest(name, [...claims.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
}
