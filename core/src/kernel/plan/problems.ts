import type { Module } from '../module/define-module.js';
import type { Contributed, Offered } from './extensions.js';
import type { Definition, Owner, PlanProblem } from './types.js';

/** Takes note of a problem. */
export type Report = (problem: PlanProblem) => void;

type Problem = (...details: never[]) => PlanProblem;

const problem = (code: string, message: string, cure: string): PlanProblem => Object.freeze({ code, message, cure });

const label = (module: Module): string => `${module.id} ${module.version}`;
const owned = ({ module, version, place }: Owner): string => `${module} ${version} (${place})`;
const placed = ({ kind, name, place }: Definition): string => `${kind} ${name} (${place})`;
const constant = (kind: Definition['kind']): string => kind.toUpperCase().replaceAll(' ', '_');
const named = ({ module, contribution }: Contributed): string => `${contribution.name} of ${label(module)}`;
const offer = ({ module, point }: Offered): string => `${point.name} of ${label(module)} (offers)`;
const list = (items: readonly string[]): string => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`);
const didYouMean = (near: string | undefined, otherwise: string): string => (near === undefined ? otherwise : `Did you mean ${near}? ${otherwise}`);
const manifest = (module: Module): string => `package.json of ${module.packageName}`;

/** All that can keep a set of modules from working together. */
export const planProblems = {
  invalidId: (module: Module) =>
    problem('INVALID_MODULE_ID', `The module id ${JSON.stringify(module.id)} of ${module.packageName} ${module.version} is not kebab-case.`,
      `Set kinga.id in the ${manifest(module)} to small letters, digits and single dashes, such as cash-transfers.`),
  invalidVersion: (module: Module) =>
    problem('INVALID_VERSION', `${module.id} (${module.packageName}) has the version ${JSON.stringify(module.version)}, which is not semver.`,
      `Write version in the ${manifest(module)} as major.minor.patch, such as 1.0.0.`),
  duplicateModule: (modules: readonly Module[]) =>
    new Set(modules).size === 1
      ? problem('DUPLICATE_MODULE', `The module ${modules[0] && label(modules[0])} (${modules[0]?.packageName}) is listed ${times(modules.length)}.`, 'List it once.')
      : problem('DUPLICATE_MODULE', `${modules.length} modules have the id ${modules[0]?.id}: ${list(modules.map(({ packageName, version }) => `${packageName} ${version}`))}.`,
        'List only one of them, or give the others another kinga.id in their package.json.'),
  invalidRange: (module: Module, id: string, range: string) =>
    problem('INVALID_RANGE', `${label(module)} requires ${id} ${JSON.stringify(range)}, which is not a range of versions.`,
      `Write kinga.requires in the ${manifest(module)} as a semver range, such as ^1.0.0.`),
  missingModule: (module: Module, id: string, range: string, near?: string) =>
    problem('MISSING_MODULE', `${label(module)} requires ${id} ${range}, which is not among the modules.`,
      didYouMean(near, `Install ${id} and add it to the deployment's modules, or correct kinga.requires in the ${manifest(module)}.`)),
  wrongVersion: (module: Module, required: Module, range: string) =>
    problem('WRONG_VERSION', `${label(module)} requires ${required.id} ${range}, but ${label(required)} (${required.packageName}) is installed.`,
      `Install a version of ${required.packageName} in ${range}, or a version of ${module.packageName} that works with ${required.version}.`),
  requiresCycle: (cycle: readonly Module[]) =>
    problem('REQUIRES_CYCLE', `Modules require each other in a circle: ${cycle.map(({ id }) => id).join(' -> ')} (${[...new Set(cycle.map(label))].join(', ')}).`,
      'Take one of these out of kinga.requires: move what both need to a module that both require, or let one offer an extension point.'),
  wrongPrefix: (module: Module, definition: Definition, prefix: string) =>
    problem('WRONG_PREFIX', `The ${placed(definition)} of ${label(module)} does not say whose it is.`, `Give it a name that begins with ${prefix}`),

  duplicate: ({ kind, name }: Definition, owners: readonly Owner[]) =>
    problem(`DUPLICATE_${constant(kind)}`, `The ${kind} ${name} is defined ${times(owners.length)}: by ${list(owners.map(owned))}.`,
      kind === 'field' ? 'Rename all but one. To change how an existing field resolves, use wrapField.' : 'Rename all but one, or leave out a module.'),
  unknown: (module: Module, use: Definition, near?: string) =>
    problem(`UNKNOWN_${constant(use.kind)}`, `${label(module)} uses the ${placed(use)}, which no module defines.`,
      didYouMean(near, 'Correct the name, or add the module that defines it to the deployment.')),
  notRequired: (module: Module, owner: Module, uses: readonly Definition[]) =>
    problem('NOT_REQUIRED', `${label(module)} uses the ${list(uses.map(placed))} of ${label(owner)}, which it does not require.`,
      `Add requires: "kinga": { "requires": { "${owner.id}": "^${owner.version}" } } in the ${manifest(module)}.`),
  wrapsOwnField: (module: Module, coordinate: string, own: Owner) =>
    problem('WRAPS_OWN_FIELD', `${label(module)} (wraps) wraps ${coordinate}, which it defines itself (${own.place}).`, `Change the field where it is defined, and take it out of wraps.`),

  nothingContributed: (offered: Offered) =>
    problem('NOTHING_CONTRIBUTED', `The extension point ${offer(offered)} needs exactly one contribution, and no module makes one.`,
      `Add a module to the deployment that contributes to ${offered.point.name}.`),
  choiceNeeded: (offered: Offered, contributed: readonly Contributed[]) =>
    problem('CHOICE_NEEDED', `The extension point ${offer(offered)} takes one contribution and gets ${contributed.length}: ${list(contributed.map(named))}.`,
      `Choose in the deployment: choose: { '${offered.point.name}': '${contributed[0]?.contribution.name}' }`),
  unknownChoice: (offered: Offered, choice: string, contributed: readonly Contributed[], near?: string) =>
    problem('UNKNOWN_CHOICE', `The deployment (choose) chooses ${choice} for the extension point ${offer(offered)}, which no module contributes.`,
      didYouMean(near, `There is ${list(contributed.map(named))}.`)),
  choiceForNothing: (point: string, choice: string, near?: string) =>
    problem('CHOICE_FOR_NOTHING', `The deployment (choose) chooses ${choice} for ${point}, an extension point that no module offers.`,
      didYouMean(near, 'Correct the name, take the choice out, or add the module that offers the point.')),
  choiceNotTaken: (offered: Offered, choice: string) =>
    problem('CHOICE_NOT_TAKEN', `The deployment (choose) chooses ${choice} for the extension point ${offer(offered)}, which takes all contributions: its kind is ${offered.point.kind}.`,
      'Take the choice out; leave out a module to be without its contributions.'),
  placementNotTaken: (offered: Offered, contributed: Contributed) =>
    problem('PLACEMENT_NOT_TAKEN', `${named(contributed)} (contributes) is placed before or after others, but the extension point ${offer(offered)} has no order: its kind is ${offered.point.kind}.`,
      'Take before and after out, or make the point a chain.'),
  chainCycle: (offered: Offered, cycle: readonly Contributed[]) =>
    problem('CHAIN_CYCLE', `Steps of the chain ${offer(offered)} each come after the next in a circle: ${cycle.map(({ contribution }) => contribution.name).join(' -> ')} (${[...new Set(cycle.map(named))].join(', ')}).`,
      'Take out one of their before and after.'),

  settingsOfNobody: (id: string, near?: string) =>
    problem('SETTINGS_OF_NOBODY', `The deployment (settings) has settings for ${id}, which is not among its modules.`,
      didYouMean(near, 'Correct the id, add the module, or take its settings out.')),
  settingsNotTaken: (module: Module) =>
    problem('SETTINGS_NOT_TAKEN', `The deployment (settings) has settings for ${label(module)}, which takes none.`, 'Take them out.'),
  invalidSetting: (module: Module, path: string, why: string) =>
    problem('INVALID_SETTING', `The deployment's settings for ${label(module)} are wrong at ${setting(module, path)}: ${why}.`, `Correct ${setting(module, path)}.`),
  unknownSetting: (module: Module, path: string, near?: string) =>
    problem('UNKNOWN_SETTING', `The deployment sets ${setting(module, path)}, which ${label(module)} does not know.`,
      didYouMean(near && setting(module, near), 'Correct the name, or take it out.')),
  settingsUncheckable: (module: Module, thrown: unknown) =>
    problem('SETTINGS_UNCHECKABLE', `The shape of settings of ${label(module)} (settings) fails instead of checking: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      `Mend the zod type in ${module.packageName}: it must check without throwing and without waiting.`),
} satisfies Record<string, Problem>;

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`;
}

function setting(module: Module, path: string): string {
  return ['settings', module.id, path].filter((part) => part !== '').join('.').replaceAll('.[', '[');
}

/** The problems as people read them. */
export function printProblems(problems: readonly PlanProblem[]): string {
  if (problems.length === 0) return 'No problems.';
  const title = problems.length === 1 ? '1 problem keeps Kinga from starting:' : `${problems.length} problems keep Kinga from starting:`;
  return [title, ...problems.map(({ code, message, cure }) => `  ${code}\n    ${message}\n    To do: ${cure}`)].join('\n\n');
}
