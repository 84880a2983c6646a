import type { Module } from '../module/define-module.js';
import { nearest } from './did-you-mean.js';
import { planProblems, type Report } from './problems.js';
import type { Plan } from './types.js';
import { unknownSettings } from './unknown-settings.js';

/** The settings of each module that takes some, with its defaults filled in. */
export function settleSettings(modules: readonly Module[], given: Readonly<Record<string, unknown>>, report: Report): Plan['settings'] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  for (const id of Object.keys(given)) {
    const module = byId.get(id);
    if (!module) report(planProblems.settingsOfNobody(id, nearest(id, byId.keys())));
    else if (!module.settings) report(planProblems.settingsNotTaken(module));
  }
  return new Map(modules.flatMap((module) => (module.settings ? [[module.id, settingsOf(module, module.settings, given[module.id] ?? {}, report)]] : [])));
}

function settingsOf(module: Module, shape: NonNullable<Module['settings']>, given: unknown, report: Report): unknown {
  try {
    for (const { path, near } of unknownSettings(shape, given)) report(planProblems.unknownSetting(module, settingPath(path), near && settingPath([...path.slice(0, -1), near])));
    const { data, error } = shape.safeParse(given);
    for (const issue of error?.issues ?? []) report(planProblems.invalidSetting(module, settingPath(issue.path), issue.message));
    return data === given ? data : Object.freeze(data);
  } catch (thrown) {
    report(planProblems.settingsUncheckable(module, thrown));
    return undefined;
  }
}

/** `cycles[0].day`; empty for the whole. */
function settingPath(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').replace(/^\./, '');
}
