import 'reflect-metadata';
import { Extensions } from 'type-graphql';

/** What a field's extensions say about who may use it. */
export interface FieldAccess {
  readonly permission?: string;
  readonly public?: string;
}

/** States the permission that a root field or an added field takes. */
export function Requires(permission: string): MethodDecorator & PropertyDecorator {
  return Extensions({ permission });
}

/** Opens a field to everybody, signed in or not. `kinga check` lists the reasons. */
export function Public(because: string): MethodDecorator & PropertyDecorator {
  return Extensions({ public: because });
}
