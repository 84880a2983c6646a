import type { Contributed, Offered } from './extensions.js';
import { sortNames } from './order.js';
import { planProblems, type Report } from './problems.js';

/** The steps of a chain, each where its placement puts it; among the free by name. Unknown steps are reported with the other unknown names. */
export function orderChain(offered: Offered, steps: readonly Contributed[], report: Report): readonly Contributed[] {
  const byName = new Map(steps.map((step) => [step.contribution.name, step]));
  // "a before b" is the same as "b after a": with one of them left, the order is a plain sort.
  const follows = new Map([...byName].map(([name, { contribution }]) => [name, new Set(contribution.placement.after)]));
  for (const { contribution } of steps) for (const later of contribution.placement.before ?? []) follows.get(later)?.add(contribution.name);
  const { order, cycles } = sortNames(follows);
  for (const cycle of cycles) report(planProblems.chainCycle(offered, cycle.flatMap((name) => byName.get(name) ?? [])));
  return order.flatMap((name) => byName.get(name) ?? []);
}
