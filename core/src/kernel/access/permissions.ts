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
