/** A permission's name is `<module>.<what>.<may>`, such as `people.persons.read`. */
export interface PermissionDefinition {
  readonly name: string;
  readonly description: string;
}

/** A named set of permissions. */
export interface RoleDefinition {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

/** @example definePermissions({ 'people.persons.read': 'See persons' }) */
export function definePermissions(descriptions: Readonly<Record<string, string>>): readonly PermissionDefinition[] {
  return Object.entries(descriptions).map(([name, description]) => Object.freeze({ name, description }));
}

/** Names a set of permissions that a deployment may hand out as it is; they may be other modules' too. */
export function defineRole(name: string, description: string, permissions: readonly string[]): RoleDefinition {
  return Object.freeze({ name, description, permissions: Object.freeze([...permissions]) });
}

/** Two lists of permissions: who has one of the first may have none of the other, whichever grants they come by. */
export interface SeparationDefinition {
  /** `<module>.<what>`, such as `transactions.payment-runs`. */
  readonly name: string;
  /** Why, in one sentence. */
  readonly description: string;
  readonly one: readonly string[];
  readonly other: readonly string[];
}

/** Says what nobody may do together: a grant or a change of a role that would let somebody is refused. */
export function defineSeparation(name: string, description: string, one: readonly string[], other: readonly string[]): SeparationDefinition {
  return Object.freeze({ name, description, one: Object.freeze([...one]), other: Object.freeze([...other]) });
}
