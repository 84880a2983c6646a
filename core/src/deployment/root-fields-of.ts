import type { Module } from '../kernel/module/define-module.js';
import { resourceRoots, rootFields } from '../kernel/schema/describe-resolvers.js';

/** Coordinates of the root fields that a module defines, those that the planner makes of its resources included. */
export function rootFieldsOf(module: Module): readonly string[] {
  return [...rootFields(module).map(({ root, name }) => `${root}.${name}`), ...resourceRoots(module).map(({ name }) => `Query.${name}`)];
}
