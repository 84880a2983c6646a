import type { Module } from '../module/define-module.js';
import { planProblems, type Report } from './problems.js';
import type { DescribedModule, Definition } from './types.js';

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Kinds whose names are one space for all modules, so that each begins with its owner. */
const PREFIXED: ReadonlySet<Definition['kind']> = new Set(['permission', 'event', 'handler', 'job', 'extension point']);

/** Checks that module ids are kebab-case, and that names say whose they are. */
export function checkNames(described: readonly DescribedModule[], report: Report): void {
  for (const { module, defines } of described) {
    if (!KEBAB_CASE.test(module.id)) report(planProblems.invalidId(module));
    for (const definition of defines) {
      const prefix = prefixOf(module, definition.kind);
      const { name } = definition;
      if (prefix !== undefined && !(name.startsWith(prefix) && name.length > prefix.length)) report(planProblems.wrongPrefix(module, definition, prefix));
    }
  }
}

function prefixOf(module: Module, kind: Definition['kind']): string | undefined {
  if (kind === 'table') return `${module.id.replaceAll('-', '_')}.`;
  return PREFIXED.has(kind) ? `${module.id}.` : undefined;
}

/** The id of the module that a name says it belongs to, where names of its kind do. */
export function statedOwner({ kind, name }: Definition): string | undefined {
  return PREFIXED.has(kind) || kind === 'contribution' ? name.split('.')[0] : undefined;
}
