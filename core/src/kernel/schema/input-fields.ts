import { GraphQLScalarType, type GraphQLNamedType } from 'graphql';
import { Field, ID } from 'type-graphql';
import type { Class } from '../module/define-module.js';

const ATTRIBUTES_OF = 'attributesOf';
const placeholders = new Map<Class, GraphQLScalarType>();

/** Stands for an input type that exists only once all modules are known. A type, since that is what subclasses of an input inherit. */
function placeholderFor(target: Class): GraphQLScalarType {
  const made = placeholders.get(target) ?? new GraphQLScalarType({
    name: `${target.name}AttributesPlaceholder`, description: `Replaced by the attributes of ${target.name}.`, extensions: { [ATTRIBUTES_OF]: target },
  });
  placeholders.set(target, made);
  return made;
}

/** The resource whose attributes a type stands for. */
export function attributesStoodFor(type: GraphQLNamedType): Class | undefined {
  return type.extensions[ATTRIBUTES_OF] as Class | undefined;
}

/** The attributes that this deployment's modules give to a resource, in a mutation's input. */
export function AttributesField(on: () => Class): PropertyDecorator {
  return Field(() => placeholderFor(on()), { nullable: true, description: "Fields that this deployment's modules add." });
}

const references = new Map<Class, Map<string, () => Class>>();

/** An id of one type in a mutation's input. `write` hands it on as a UUID, and refuses ids of other types. */
export function Ref(to: () => Class, options: { readonly description: string; readonly nullable?: boolean; readonly list?: boolean }): PropertyDecorator {
  return (prototype, name) => {
    Field(() => (options.list ? [ID] : ID), { nullable: options.nullable ?? false, description: options.description })(prototype, name);
    const target = prototype.constructor as unknown as Class;
    const own = references.get(target) ?? new Map<string, () => Class>();
    references.set(target, own.set(String(name), to));
  };
}

/** The properties of an input that are ids, and of which type; those that its class inherits included. */
export function referencesOf(input: object): ReadonlyMap<string, () => Class> {
  const found = new Map<string, () => Class>();
  for (let of = input.constructor as unknown as Class | null; of; of = Object.getPrototypeOf(of) as Class | null) {
    for (const [name, to] of references.get(of) ?? []) if (!found.has(name)) found.set(name, to);
  }
  return found;
}
