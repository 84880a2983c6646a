import type { Module } from '../module/define-module.js';
import { planProblems, type Report } from './problems.js';

/** All names in an order, and the cycles that had to be cut to get one, each as `a, b, a`. */
export interface Sorted {
  readonly order: readonly string[];
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Puts every name after those that it follows. Among the free the smaller name comes first, so that the order of the
 * input means nothing. Names that are followed but not listed are ignored.
 */
export function sortNames(follows: ReadonlyMap<string, Iterable<string>>): Sorted {
  const open: Open = new Map(
    [...follows.keys()].sort().map((name) => [name, new Set([...(follows.get(name) ?? [])].filter((other) => follows.has(other)).sort())]),
  );
  const order: string[] = [];
  const cycles: (readonly string[])[] = [];
  while (open.size > 0) {
    const free = [...open].find(([, waitsFor]) => waitsFor.size === 0)?.[0];
    if (free === undefined) {
      cycles.push(cutCycle(open));
      continue;
    }
    order.push(free);
    open.delete(free);
    for (const waitsFor of open.values()) waitsFor.delete(free);
  }
  return { order, cycles };
}

type Open = Map<string, Set<string>>;

/** Nothing is free, so going from each name to one that it waits for must come back. Cuts one link, so that others are found too. */
function cutCycle(open: Open): readonly string[] {
  const path: string[] = [];
  const first = (names: Iterable<string>): string => [...names][0] ?? '';
  let at = first(open.keys());
  while (!path.includes(at)) {
    path.push(at);
    at = first(open.get(at) ?? []);
  }
  const cycle = path.slice(path.indexOf(at));
  open.get(cycle.at(-1) ?? '')?.delete(at);
  const start = cycle.indexOf(first([...cycle].sort()));
  return [...cycle.slice(start), ...cycle.slice(0, start + 1)];
}

/** The modules, each after those that it requires. */
export function orderModules(modules: readonly Module[], report: Report): readonly Module[] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  const { order, cycles } = sortNames(new Map(modules.map((module) => [module.id, Object.keys(module.requires)])));
  for (const cycle of cycles) report(planProblems.requiresCycle(cycle.flatMap((id) => byId.get(id) ?? [])));
  return order.flatMap((id) => byId.get(id) ?? []);
}

/** Module id to the ids of all that it requires, directly or through others. */
export function requiredBy(modules: readonly Module[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(modules.map((module) => [module.id, module]));
  const reach = (id: string, seen: Set<string>): Set<string> => {
    for (const required of Object.keys(byId.get(id)?.requires ?? {})) {
      if (!seen.has(required)) reach(required, seen.add(required));
    }
    return seen;
  };
  return new Map(modules.map(({ id }) => [id, reach(id, new Set())]));
}
