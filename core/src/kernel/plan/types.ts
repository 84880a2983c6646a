import type { Module } from '../module/define-module.js';

/** A place in the schema (`Type`, `Type.field`) or another name that only one module may define. */
export interface Definition {
  /** What kind of name it is. Names of different kinds don't clash. */
  readonly kind: 'type' | 'field' | 'permission' | 'role' | 'event' | 'handler' | 'job' | 'table' | 'extension point' | 'contribution' | 'attribute' | 'seed' | 'demo';
  readonly name: string;
  /** Where it is defined, for people: class and member, or file. */
  readonly place: string;
}

/** A module with the names that it defines and those that it uses. */
export interface DescribedModule {
  readonly module: Module;
  readonly defines: readonly Definition[];
  /** Names that somebody has to define, and where they are used. */
  readonly uses: readonly Definition[];
}

/** One thing that keeps the platform from starting. */
export interface PlanProblem {
  /** Stable, such as `DUPLICATE_FIELD`. */
  readonly code: string;
  /** What is wrong, naming every owner and place. */
  readonly message: string;
  /** What to do. */
  readonly cure: string;
}

/** Who owns a name, and where it is defined. */
export interface Owner {
  readonly module: string;
  readonly version: string;
  readonly place: string;
}

export interface Plan {
  /** In an order in which every module comes after those that it requires. */
  readonly modules: readonly Module[];
  /** `<kind>:<name>` to owner. */
  readonly owners: ReadonlyMap<string, Owner>;
  /** Extension point to the contributions in effect, in order. */
  readonly extensions: ReadonlyMap<string, readonly { readonly module: string; readonly name: string; readonly value: unknown }[]>;
  readonly settings: ReadonlyMap<string, unknown>;
  /** Coordinate to the wraps in effect, outermost last. */
  readonly wraps: ReadonlyMap<string, readonly { readonly module: string; readonly because: string; readonly wrap: unknown }[]>;
}

/** What a deployment says of the modules it lists. */
export interface DeploymentChoices {
  /** Module id to its settings, not yet validated. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Extension point of kind `one` to the name of the contribution that is chosen. */
  readonly choose: Readonly<Record<string, string>>;
}
