import type { ModuleParts } from './define-module.js';

/** What one area of a module (of people: persons, households, places …) brings to it. */
export type Area = Pick<ModuleParts, 'entities' | 'resolvers' | 'permissions' | 'events' | 'on' | 'jobs' | 'offers' | 'contributes'>;

/** The areas together, list by list. */
export function together(areas: readonly Area[]): Area {
  return {
    entities: areas.flatMap((area) => area.entities ?? []),
    resolvers: areas.flatMap((area) => area.resolvers ?? []),
    permissions: areas.flatMap((area) => area.permissions ?? []),
    events: areas.flatMap((area) => area.events ?? []),
    on: areas.flatMap((area) => area.on ?? []),
    jobs: areas.flatMap((area) => area.jobs ?? []),
    offers: areas.flatMap((area) => area.offers ?? []),
    contributes: areas.flatMap((area) => area.contributes ?? []),
  };
}
