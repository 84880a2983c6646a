import type { Contribution } from '../../module/extension-point.js';
import type { Module } from '../../module/define-module.js';
import type { Plan } from '../../plan/types.js';
import type { ReadModel, ResourceModel } from '../../read/model.js';
import { attributesOn } from '../../schema/attribute-types.js';
import { addedFields } from '../../schema/describe-resolvers.js';
import { plannedFields, resourceOptions } from '../../schema/resource.js';
import { fieldPrivacy, type Classification, type FieldPrivacy } from '../classification.js';
import { purposes, type Purpose } from '../purpose.js';
import { recipients, retentions, type Recipient, type Retention } from './extension-points.js';
import { privacySettings, type LegalGround } from './settings.js';

/** Fields of one table that are of one class and for one purpose: a line of the processing register. */
export interface RegisterEntry {
  readonly module: string;
  /** The type; the table where it is none of the API's. */
  readonly data: string;
  readonly table: string;
  readonly description: string;
  /** Fields of the API, and columns that it does not show. */
  readonly fields: readonly string[];
  readonly sensitivity: string;
  /** The category by which it is masked. */
  readonly masked: string | null;
  readonly purpose: string;
  readonly purposeDescription: string;
  readonly ground: LegalGround | null;
  readonly law: string | null;
  /** Whose data: `persons`, `households`, both, or nobody's in particular. */
  readonly subjects: readonly ('persons' | 'households')[];
  /** Permissions that reading it takes. */
  readonly permissions: readonly string[];
  /** Roles of the deployment's modules that have them all. */
  readonly roles: readonly string[];
  readonly retention: string | null;
  readonly recipients: readonly string[];
  readonly storage: string;
}

export interface ProcessingRegister {
  readonly controller: string | null;
  readonly contact: string | null;
  readonly recipients: readonly string[];
  readonly entries: readonly RegisterEntry[];
}

/**
 * The register of processing activities (GDPR, article 30, and national acts after its model), as the code and the
 * deployment's configuration say it. Nothing of it is written by hand, so that it cannot fall behind.
 *
 * @param kept how long data is kept, by purpose, where the database says it
 */
export function processingRegister(plan: Plan, model: ReadModel, kept: ReadonlyMap<string, string> = new Map()): ProcessingRegister {
  const settings = privacySettings.parse((plan.settings.get('kernel') as { readonly privacy?: unknown } | undefined)?.privacy ?? {});
  const known = valuesOf<Purpose>(plan, purposes.name);
  const roles = plan.modules.flatMap((module) => module.roles ?? []);
  const finish = (found: Found): RegisterEntry => {
    const { said, fields, ...rest } = found;
    const purpose = known.get(said.purpose);
    const configured = settings.purposes[said.purpose];
    const keep = [...valuesOf<Retention>(plan, retentions.name).values()].flatMap((each) => ('types' in each && each.types.includes(found.data) ? [each.keep] : []))[0]
      ?? (found.subjects.length > 0 ? kept.get(said.purpose) : undefined);
    const given = [...valuesOf<Recipient>(plan, recipients.name).values()].filter(({ types }) => types?.includes(found.data) ?? found.listed);
    return {
      module: rest.module, data: rest.data, table: rest.table, description: rest.description, fields, subjects: rest.subjects,
      sensitivity: said.sensitivity, masked: said.category ?? null,
      purpose: said.purpose, purposeDescription: purpose?.description ?? '',
      ground: configured?.ground ?? purpose?.ground ?? null, law: configured?.law ?? null,
      permissions: rest.permissions,
      roles: rest.permissions.length === 0 ? [] : roles.filter((role) => rest.permissions.every((permission) => role.permissions.includes(permission))).map(({ name }) => name),
      retention: keep ?? settings.retention[found.data] ?? null,
      recipients: given.map(({ description }) => description),
      storage: `PostgreSQL, ${rest.table}${said.stored === 'sealed' ? ', sealed (AES-256-GCM)' : said.stored === 'digest' ? ', as keyed digest (HMAC-SHA-256)' : ''}`,
    };
  };
  return {
    controller: settings.controller ?? null,
    contact: settings.contact ?? null,
    recipients: settings.recipients,
    entries: plan.modules.flatMap((module) => [...resourcesIn(plan, module, model), ...tablesIn(module)]).map(finish),
  };
}

interface Found extends Pick<RegisterEntry, 'module' | 'data' | 'table' | 'description' | 'fields' | 'subjects' | 'permissions'> {
  readonly said: Classification & FieldPrivacy;
  /** Whether the API lists it. */
  readonly listed: boolean;
}

function valuesOf<T>(plan: Plan, point: string): ReadonlyMap<string, T> {
  return new Map((plan.extensions.get(point) ?? []).map(({ name, value }: Pick<Contribution, 'name' | 'value'>) => [name, value as T]));
}

function resourcesIn(plan: Plan, module: Module, model: ReadModel): readonly Found[] {
  return (module.entities ?? []).flatMap((target) => {
    const [resource, options] = [model.byClass.get(target), resourceOptions(target)];
    if (!resource || !options?.privacy) return [];
    const { privacy } = options;
    const classified = fieldsOf(plan, resource).map((field) => ({ ...field, said: { ...privacy, ...field.said } }));
    const groups = Map.groupBy(classified, ({ said: { sensitivity, purpose, category, stored }, permission, shown }) => JSON.stringify([sensitivity, purpose, category, stored, permission, shown]));
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const clear = model.categories.get(first.said.category ?? '')?.clear;
      return [{
        module: module.id, data: resource.type, table: options.table, description: options.description, fields: group.map(({ name }) => name),
        subjects: subjectsOf(resource), said: first.said, listed: options.many !== undefined,
        permissions: first.shown ? [...new Set([options.read, first.permission, clear].filter((permission) => permission !== undefined))] : [],
      }];
    });
  });
}

/** How one field of a resource is classified. */
export function classifiedAs(plan: Plan, resource: ResourceModel, field: string): (Classification & FieldPrivacy) | undefined {
  const whole = resourceOptions(resource.target)?.privacy;
  const found = fieldsOf(plan, resource).find(({ name }) => name === field);
  return whole && found ? { ...whole, ...found.said } : undefined;
}

interface Classified {
  readonly name: string;
  readonly said: FieldPrivacy | undefined;
  readonly permission?: string | undefined;
  /** Whether the API shows it. */
  readonly shown: boolean;
}

/** Every field of a resource and every column of its own that is no field. */
function fieldsOf(plan: Plan, resource: ResourceModel): readonly Classified[] {
  const { target } = resource;
  const added = plan.modules.flatMap((module) => addedFields(module)).filter(({ on }) => on === target);
  const planned = plannedFields(target);
  const connection = new Set([...planned, ...added.flatMap((field) => field.planned ?? [])].filter(({ kind }) => kind === 'connection').map(({ name }) => name));
  const names = [...new Set([...resource.columns.keys(), ...resource.fields.keys()])].filter((name) => !connection.has(name) && resource.fields.get(name)?.kind !== 'masks' && name !== 'attributes');
  const attributes = [...attributesOn(target, plan.modules)].map(([name, { privacy }]) => ({ name: `attributes.${name}`, said: privacy, shown: true }));
  return [
    ...names.map((name) => {
      const by = added.find((field) => field.name === name);
      const permission = by?.permission ?? planned.find((field) => field.name === name)?.permission;
      return { name, said: by ? fieldPrivacy(by.resolver, by.member) : fieldPrivacy(target, name), shown: resource.fields.has(name), ...(permission && { permission }) };
    }),
    ...attributes,
  ];
}

function subjectsOf({ subject }: ResourceModel): RegisterEntry['subjects'] {
  return [...(subject?.person ? ['persons' as const] : []), ...(subject?.household ? ['households' as const] : [])];
}

function tablesIn(module: Module): readonly Found[] {
  return Object.entries(module.tables ?? {}).flatMap(([table, { description, columns = {}, ...whole }]) => {
    const base = { module: module.id, data: table, table, description, subjects: [], permissions: [], listed: false };
    const others = Object.entries(columns).map(([name, said]) => ({ ...base, fields: [name], said: { ...whole, ...said } }));
    return [{ ...base, fields: others.length > 0 ? ['all others'] : ['all'], said: whole }, ...others];
  });
}
