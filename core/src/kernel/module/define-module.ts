import type { z } from 'zod';
import type { PermissionDefinition, RoleDefinition, SeparationDefinition } from '../access/permissions.js';
import type { EventDefinition, EventHandler } from '../events/define-event.js';
import type { JobDefinition } from '../jobs/define-job.js';
import type { TablePrivacy } from '../privacy/tables.js';
import type { AttributeSet } from '../schema/attributes.js';
import type { Contribution, ExtensionPoint } from './extension-point.js';
import type { Demo, Seed } from './seed.js';
import type { FieldWrap } from './wrap-field.js';

/** A class as decorators see it. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constructor of anything is what TypeScript calls any[]
export type Class<T = object> = abstract new (...args: any[]) => T;

/** The part of a package.json that a module is made from. */
export interface ModulePackage {
  readonly name: string;
  readonly version: string;
  readonly kinga?: { readonly id?: string; readonly requires?: Readonly<Record<string, string>> };
}

/** What a module brings. Everything is optional but the description. */
export interface ModuleParts {
  /** One sentence for `kinga modules`. */
  readonly description: string;
  /** Classes decorated with `@Resource`: tables that are GraphQL types. */
  readonly entities?: readonly Class[];
  /** type-graphql resolver classes: mutations, root fields, and fields added to others' types. */
  readonly resolvers?: readonly Class[];
  readonly permissions?: readonly PermissionDefinition[];
  /** Roles that a deployment may hand out as they are. */
  readonly roles?: readonly RoleDefinition[];
  /** What nobody may do together, in every deployment. */
  readonly separations?: readonly SeparationDefinition[];
  readonly events?: readonly EventDefinition<unknown>[];
  /** Handlers of this module's or of others' events. */
  readonly on?: readonly EventHandler[];
  readonly jobs?: readonly JobDefinition<unknown>[];
  /** Shape and defaults of the deployment's settings for this module. */
  readonly settings?: z.ZodType;
  /** Typed fields that this module adds to a resource's `attributes`. */
  readonly attributes?: readonly AttributeSet[];
  /** Tables that its migrations make beside those of its entities, by `schema.table`, and what they hold. */
  readonly tables?: Readonly<Record<string, TablePrivacy>>;
  /**
   * Tables, by `schema.table`, that lead to a person or hold something of one and that no policy of PostgreSQL guards, and why:
   * `'because …'`. `kinga check` lists them.
   */
  readonly unguarded?: Readonly<Record<string, string>>;
  /** Folder of `NNNN_name.sql` files. */
  readonly migrations?: URL;
  /** Folder of `<language>.json` files: code to text. */
  readonly locales?: URL;
  /** Texts by language and code that the module has at hand, beside those of its folder. */
  readonly texts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Folder of `*.graphql` operations that frontends may use; validated by `kinga check`, run in the tests. */
  readonly operations?: URL;
  readonly seeds?: readonly Seed[];
  readonly demos?: readonly Demo[];
  /** Extension points that other modules may contribute to. */
  readonly offers?: readonly ExtensionPoint<unknown>[];
  readonly contributes?: readonly Contribution[];
  /** Changes to how another module's field resolves. */
  readonly wraps?: readonly FieldWrap[];
}

/** A module as `defineModule` describes it: frozen and inert. */
export interface Module extends ModuleParts {
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  /** Module id to semver range. */
  readonly requires: Readonly<Record<string, string>>;
}

const modules = new WeakSet<object>();

/** Shared by all copies of core, so that a module made by another copy is told from something that is no module. */
const MADE_BY_KINGA = Symbol.for('kinga.module');

/**
 * Describes a module. The result is inert, frozen data: nothing happens until the plan has accepted it.
 *
 * @param pkg the module's package.json; `kinga.id` (default: the name without its scope) and `kinga.requires` (module id to semver range)
 */
export function defineModule(pkg: ModulePackage, parts: ModuleParts): Module {
  const module: Module = {
    ...parts,
    id: pkg.kinga?.id ?? pkg.name.replace(/^@[^/]+\//, ''),
    packageName: pkg.name,
    version: pkg.version,
    requires: Object.freeze({ ...pkg.kinga?.requires }),
  };
  Object.defineProperty(module, MADE_BY_KINGA, { value: true });
  Object.freeze(module);
  modules.add(module);
  return module;
}

/** Whether a value is what `defineModule` of this copy of core gives. */
export function isModule(value: unknown): value is Module {
  return typeof value === 'object' && value !== null && modules.has(value);
}

/** Whether a value is a module that another copy of core made: it shares no registries with this one and cannot work. */
export function isForeignModule(value: unknown): boolean {
  return typeof value === 'object' && value !== null && MADE_BY_KINGA in value && !modules.has(value);
}
