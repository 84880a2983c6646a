import type { Module } from '../module/define-module.js';
import type { DescribedModule, Definition } from '../plan/types.js';
import { addedFields, extensionsOf, resourceRoots, rootFields } from './describe-resolvers.js';
import { ownFields } from './own-fields.js';
import { plannedFields, resourceOptions } from './resource.js';
import { Payload } from '../write/user-error.js';

/** Every name that a module defines or uses, as its decorators and lists say. What the plan is made from. */
export function describeModule(module: Module): DescribedModule {
  const defines: Definition[] = [];
  const uses: Definition[] = [];
  const permission = (name: unknown, place: string): void => {
    if (typeof name === 'string') uses.push({ kind: 'permission', name, place });
  };
  for (const target of module.entities ?? []) {
    const options = resourceOptions(target);
    const place = `class ${target.name}`;
    defines.push({ kind: 'type', name: target.name, place });
    if (options) {
      defines.push({ kind: 'table', name: options.table, place });
      permission(options.read, place);
    }
    for (const name of [...ownFields(target), ...plannedFields(target).map((field) => field.name)]) {
      defines.push({ kind: 'field', name: `${target.name}.${name}`, place: `${target.name}.${name}` });
    }
  }
  for (const { name, target } of resourceRoots(module)) defines.push({ kind: 'field', name: `Query.${name}`, place: `class ${target.name}` });
  for (const field of rootFields(module)) {
    const place = `${field.resolver.name}.${field.member}`;
    defines.push({ kind: 'field', name: `${field.root}.${field.name}`, place });
    permission(extensionsOf(field.resolver, field.member)['permission'], place);
  }
  for (const field of addedFields(module)) {
    const place = `${field.resolver.name}.${field.member}`;
    defines.push({ kind: 'field', name: `${field.on.name}.${field.name}`, place });
    // Payloads are nobody's in particular.
    if (field.on !== Payload) uses.push({ kind: 'type', name: field.on.name, place });
    permission(field.permission, place);
  }
  for (const { name } of module.permissions ?? []) defines.push({ kind: 'permission', name, place: 'permissions' });
  for (const role of module.roles ?? []) {
    defines.push({ kind: 'role', name: role.name, place: `role ${role.name}` });
    for (const name of role.permissions) permission(name, `role ${role.name}`);
  }
  for (const { name, one, other } of module.separations ?? []) {
    for (const permitted of [...one, ...other]) permission(permitted, `separation ${name}`);
  }
  for (const { name } of module.events ?? []) defines.push({ kind: 'event', name, place: 'events' });
  for (const handler of module.on ?? []) {
    defines.push({ kind: 'handler', name: handler.name, place: 'on' });
    uses.push({ kind: 'event', name: handler.event, place: `handler ${handler.name}` });
  }
  for (const { name } of module.jobs ?? []) defines.push({ kind: 'job', name, place: 'jobs' });
  for (const { name } of module.offers ?? []) defines.push({ kind: 'extension point', name, place: 'offers' });
  // A schema as a whole is another software's, which lies beside Kinga.
  for (const name of Object.keys(module.tables ?? {}).filter((each) => !each.endsWith('.*'))) defines.push({ kind: 'table', name, place: 'tables' });
  for (const { name } of module.seeds ?? []) defines.push({ kind: 'seed', name, place: 'seeds' });
  for (const { name } of module.demos ?? []) defines.push({ kind: 'demo', name, place: 'demos' });
  for (const set of module.attributes ?? []) {
    uses.push({ kind: 'type', name: set.on.name, place: 'attributes' });
    for (const name of Object.keys(set.fields)) defines.push({ kind: 'attribute', name: `${set.on.name}.${name}`, place: 'attributes' });
  }
  return { module, defines, uses };
}
