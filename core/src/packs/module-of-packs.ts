import { defineModule, type Class, type Module } from '../kernel/module/define-module.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import { defineAttributes, type AttributeDefinition } from '../kernel/schema/attributes.js';
import { Household } from '../people/households/household.js';
import { Organisation } from '../people/organisations/organisation.js';
import { Person } from '../people/persons/person.js';
import { packProblem, refusePack } from './pack-problems.js';
import { codeListsOf } from './code-lists-of-packs.js';
import type { Pack } from './read-pack.js';

const RESOURCES: Readonly<Record<'Household' | 'Person' | 'Organisation', Class>> = { Household, Person, Organisation };

/** Id of the module that brings what packs need of the registry. */
export const PACKS_MODULE = 'packs';

/**
 * The attributes that packs ask for and the codes of their lists, as a module. What several ask for alike is there once.
 *
 * @throws DeploymentProblems where two ask for different attributes of one name, or mean different things by one code
 */
export function moduleOfPacks(packs: readonly Pack[]): Module | undefined {
  const fields = new Map<string, { readonly on: keyof typeof RESOURCES; readonly name: string; readonly definition: AttributeDefinition; readonly pack: string }>();
  const problems: PlanProblem[] = [];
  for (const { data } of packs) {
    for (const [on, attributes] of Object.entries(data.attributes) as [keyof typeof RESOURCES, NonNullable<(typeof data.attributes)['Household']>][]) {
      for (const [name, { type, description, choices, sensitivity, category }] of Object.entries(attributes)) {
        const definition: AttributeDefinition = { type, description, ...(choices && { choices }), ...(sensitivity && { privacy: { sensitivity, ...(category && { category }) } }) };
        const known = fields.get(`${on}.${name}`);
        if (known && JSON.stringify(known.definition) !== JSON.stringify(definition)) {
          problems.push(packProblem('PACK_ATTRIBUTES_CLASH', `${on}.${name} is one thing in the pack ${known.pack} and another in ${data.pack}.`, 'Give one of them another name, or define both alike.'));
        }
        fields.set(`${on}.${name}`, known ?? { on, name, definition, pack: data.pack });
      }
    }
  }
  const { contributes, texts } = codeListsOf(packs, problems);
  refusePack(problems);
  if (fields.size === 0 && contributes.length === 0) return undefined;
  const sets = [...Map.groupBy(fields.values(), ({ on }) => on)].map(([on, all]) => defineAttributes(RESOURCES[on], Object.fromEntries(all.map(({ name, definition }) => [name, definition]))));
  return defineModule({ name: PACKS_MODULE, version: '1.0.0', kinga: { id: PACKS_MODULE, requires: { people: '*', programmes: '*', grievances: '*' } } }, {
    description: `What packs ask of the registry: ${packs.map(({ data }) => data.pack).join(', ')}`, attributes: sets, contributes, texts,
  });
}
