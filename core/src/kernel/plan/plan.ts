import { settleExtensions } from './extensions.js';
import { frozenMap } from './frozen-map.js';
import { withListedNames } from './listed-names.js';
import { checkNames } from './names.js';
import { orderModules } from './order.js';
import { claimNames, settleOwners } from './ownership.js';
import { planProblems, type Report } from './problems.js';
import { settleSettings } from './settings.js';
import type { DeploymentChoices, DescribedModule, Plan, PlanProblem } from './types.js';
import { checkUses } from './uses.js';
import { checkVersions } from './versions.js';
import { orderWraps } from './wraps.js';

/**
 * Turns a set of modules into order, owners and settings, or into all that keeps them from working together. Pure:
 * nothing is started, and the order in which the modules are listed means nothing.
 *
 * @returns the plan, frozen, or every problem at once
 */
export function planModules(described: readonly DescribedModule[], choices: DeploymentChoices): { plan: Plan } | { problems: PlanProblem[] } {
  const problems: PlanProblem[] = [];
  const report: Report = (problem) => void problems.push(problem);

  const all = onePerId(described, report).map(withListedNames);
  const modules = all.map(({ module }) => module);
  const claims = claimNames(all);

  checkVersions(modules, report);
  const ordered = orderModules(modules, report);
  checkNames(all, report);
  const owners = settleOwners(all, claims, report);
  checkUses(all, claims, report);
  const extensions = settleExtensions(ordered, choices, report);
  const wraps = orderWraps(ordered, claims, report);
  const settings = settleSettings(modules, choices.settings, report);

  if (problems.length > 0) return { problems };
  return {
    plan: Object.freeze({
      modules: Object.freeze(ordered),
      owners: frozenMap(owners),
      extensions: frozenMap(extensions),
      settings: frozenMap(settings),
      wraps: frozenMap(wraps),
    }),
  };
}

/** By id. Of several with one id the first is gone on with, so that their names don't all clash again. */
function onePerId(described: readonly DescribedModule[], report: Report): readonly DescribedModule[] {
  const key = ({ module }: DescribedModule): string => `${module.id} ${module.packageName} ${module.version}`;
  const groups = Map.groupBy(described.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)), ({ module }) => module.id);
  for (const group of groups.values()) if (group.length > 1) report(planProblems.duplicateModule(group.map(({ module }) => module)));
  return [...groups.values()].flatMap((group) => group.slice(0, 1));
}
