import type { Module } from '../module/define-module.js';
import type { Contribution, ExtensionPoint } from '../module/extension-point.js';
import { orderChain } from './chain.js';
import { nearest } from './did-you-mean.js';
import { planProblems, type Report } from './problems.js';
import type { DeploymentChoices, Plan } from './types.js';

/** A contribution and who makes it. */
export interface Contributed {
  readonly module: Module;
  readonly contribution: Contribution;
}

/** An extension point and who offers it. */
export interface Offered {
  readonly module: Module;
  readonly point: ExtensionPoint<unknown>;
}

/** The contributions in effect, by extension point: of `many` by name, of `one` the chosen, of a `chain` in its order. */
export function settleExtensions(ordered: readonly Module[], choices: DeploymentChoices, report: Report): Plan['extensions'] {
  const points = new Map<string, Offered>();
  for (const module of ordered) {
    for (const point of module.offers ?? []) if (!points.has(point.name)) points.set(point.name, { module, point });
  }
  const contributions = Map.groupBy(
    ordered.flatMap((module) => (module.contributes ?? []).map((contribution): Contributed => ({ module, contribution }))),
    ({ contribution }) => contribution.point,
  );
  checkChoices(points, choices, report);
  return new Map([...points].map(([name, offered]) => {
    const inEffect = settlePoint(offered, contributions.get(name) ?? [], choices.choose[name], report);
    return [name, Object.freeze(inEffect.map(({ module, contribution }) => Object.freeze({ module: module.id, name: contribution.name, value: contribution.value })))];
  }));
}

function settlePoint(offered: Offered, contributed: readonly Contributed[], choice: string | undefined, report: Report): readonly Contributed[] {
  const byName = contributed.toSorted((a, b) => (a.contribution.name < b.contribution.name ? -1 : 1));
  if (offered.point.kind === 'chain') return orderChain(offered, byName, report);
  for (const each of byName) {
    const { before = [], after = [] } = each.contribution.placement;
    if (before.length + after.length > 0) report(planProblems.placementNotTaken(offered, each));
  }
  return offered.point.kind === 'one' ? chooseOne(offered, byName, choice, report) : byName;
}

function chooseOne(offered: Offered, byName: readonly Contributed[], choice: string | undefined, report: Report): readonly Contributed[] {
  const chosen = choice === undefined ? byName : byName.filter(({ contribution }) => contribution.name === choice);
  if (byName.length === 0) report(planProblems.nothingContributed(offered));
  else if (chosen.length === 0 && choice !== undefined) report(planProblems.unknownChoice(offered, choice, byName, nearest(choice, byName.map(({ contribution }) => contribution.name))));
  else if (choice === undefined && chosen.length > 1) report(planProblems.choiceNeeded(offered, byName));
  return chosen;
}

function checkChoices(points: ReadonlyMap<string, Offered>, choices: DeploymentChoices, report: Report): void {
  for (const [name, choice] of Object.entries(choices.choose)) {
    const offered = points.get(name);
    if (!offered) report(planProblems.choiceForNothing(name, choice, nearest(name, points.keys())));
    else if (offered.point.kind !== 'one') report(planProblems.choiceNotTaken(offered, choice));
  }
}
