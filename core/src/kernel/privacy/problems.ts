import type { Class, Module } from '../module/define-module.js';
import type { PlanProblem } from '../plan/types.js';
import { addedFields } from '../schema/describe-resolvers.js';
import { ownFields } from '../schema/own-fields.js';
import { plannedFields, resourceOptions } from '../schema/resource.js';
import { categoriesOf } from './category.js';
import { fieldPrivacy, SENSITIVITIES, type Classification, type FieldPrivacy } from './classification.js';
import { purposes } from './purpose.js';

/** One thing that is classified: a field, an attribute, a table. */
interface Classified {
  readonly coordinate: string;
  readonly module: string;
  readonly said: FieldPrivacy | undefined;
  readonly inherited: Classification | undefined;
}

/** Names of what laws protect specially, wherever data is protected by law (GDPR, article 9 and 10, and laws after its model). */
const SPECIAL = /disab|diagnos|hiv|illness|disease|pregnan|religio|ethnic|tribe|biometr|fingerprint|genetic|sexualorient|conviction/i;

/**
 * Every field says how sensitive it is and what it is kept for, itself or by its resource: what says nothing keeps the
 * platform from starting.
 */
export function privacyProblems(modules: readonly Module[]): readonly PlanProblem[] {
  const known = new Set(modules.flatMap((module) => module.contributes ?? []).filter(({ point }) => point === purposes.name).map(({ name }) => name));
  const categories = categoriesOf(modules);
  // A module that is looked at alone uses the others' purposes and categories.
  const whole = modules.some(({ id }) => id === 'kernel');
  return modules.flatMap((module) => classifiedIn(module)).flatMap(({ coordinate, module, said, inherited }) => {
    const { sensitivity, purpose } = { ...inherited, ...said };
    if (!sensitivity || !purpose) return [unclassified(coordinate, module)];
    const wrong = [
      ...(SENSITIVITIES.includes(sensitivity) ? [] : [`has the sensitivity "${sensitivity}", which there is not`]),
      ...(whole && !known.has(purpose) ? [`is kept for "${purpose}", which is no registered purpose`] : []),
      ...(whole && said?.category !== undefined && !categories.has(said.category) ? [`belongs to the masked category "${said.category}", which there is not`] : []),
      ...(said?.category !== undefined && sensitivity !== 'sensitive' ? ['is masked, and yet not said to be sensitive'] : []),
    ];
    const special = SPECIAL.test(coordinate.split('.').at(-1) ?? '') && sensitivity !== 'sensitive';
    return [
      ...wrong.map((what) => ({ code: 'WRONGLY_CLASSIFIED', message: `${coordinate} of ${module} ${what}.`, cure: `Take one of ${SENSITIVITIES.join(', ')}, and a purpose and a category that a module contributes.` })),
      ...(special ? [{ code: 'LOOKS_SENSITIVE', message: `${coordinate} of ${module} sounds like what laws protect specially, and is classified as ${sensitivity}.`, cure: "Give it @Privacy({ sensitivity: 'sensitive' }), with a category where it is to be masked; or another name." }] : []),
    ];
  });
}

function unclassified(coordinate: string, module: string): PlanProblem {
  return {
    code: 'UNCLASSIFIED_FIELD',
    message: `${coordinate} of ${module} does not say how sensitive it is and what it is kept for.`,
    cure: "Give its @Resource `privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' }`, and what differs @Privacy({ … }).",
  };
}

function classifiedIn(module: Module): readonly Classified[] {
  const own = (module.entities ?? []).flatMap((target): Classified[] => {
    const inherited = resourceOptions(target)?.privacy;
    // Said once for the whole where nothing is said at all.
    if (!inherited) return [{ coordinate: target.name, module: module.id, said: undefined, inherited: undefined }];
    const names = [...ownFields(target), ...plannedFields(target).filter(({ kind }) => kind !== 'connection').map(({ name }) => name)];
    return names.map((name) => ({ coordinate: `${target.name}.${name}`, module: module.id, said: fieldPrivacy(target, name), inherited }));
  });
  const added = addedFields(module).filter(({ on, planned }) => resourceOptions(on) && planned?.kind !== 'connection').map(({ on, name, resolver, member }) => ({
    coordinate: `${on.name}.${name}`, module: module.id, said: fieldPrivacy(resolver, member), inherited: resourceOptions(on)?.privacy,
  }));
  const attributes = (module.attributes ?? []).flatMap((set) => Object.entries(set.fields).map(([name, { privacy }]) => ({
    coordinate: `${set.on.name}.attributes.${name}`, module: module.id, said: privacy, inherited: resourceOptions(set.on as Class)?.privacy,
  })));
  const tables = Object.entries(module.tables ?? {}).map(([name, said]) => ({ coordinate: name, module: module.id, said, inherited: undefined }));
  return [...own, ...added, ...attributes, ...tables];
}
