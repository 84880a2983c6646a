import { defineModule, type ModuleParts } from '../../module/define-module.js';
import { planModules } from '../plan.js';
import type { DeploymentChoices, DescribedModule, Definition, Plan, PlanProblem } from '../types.js';

/** What a test says of a module; the rest is as plain as it can be. */
export interface TestModule extends Partial<ModuleParts> {
  readonly version?: string;
  readonly packageName?: string;
  readonly requires?: Readonly<Record<string, string>>;
  readonly defines?: readonly Definition[];
  readonly uses?: readonly Definition[];
}

export function described(id: string, { version = '1.0.0', packageName = `@kinga/${id}`, requires = {}, defines = [], uses = [], ...parts }: TestModule = {}): DescribedModule {
  return { module: defineModule({ name: packageName, version, kinga: { id, requires } }, { description: id, ...parts }), defines, uses };
}

/** `field('Person.name')`, `permission('people.read', 'class Person')` */
export const definition = (kind: Definition['kind']) => (name: string, place = 'here'): Definition => ({ kind, name, place });

export function planOf(modules: readonly DescribedModule[], choices: Partial<DeploymentChoices> = {}): Plan {
  const planned = planModules(modules, { settings: {}, choose: {}, ...choices });
  if ('problems' in planned) throw new Error(planned.problems.map(({ message }) => message).join('\n'));
  return planned.plan;
}

export function problemsOf(modules: readonly DescribedModule[], choices: Partial<DeploymentChoices> = {}): readonly PlanProblem[] {
  const planned = planModules(modules, { settings: {}, choose: {}, ...choices });
  return 'problems' in planned ? planned.problems : [];
}

export function codesOf(modules: readonly DescribedModule[], choices: Partial<DeploymentChoices> = {}): readonly string[] {
  return problemsOf(modules, choices).map(({ code }) => code);
}
