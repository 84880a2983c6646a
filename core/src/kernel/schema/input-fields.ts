import { GraphQLScalarType, type GraphQLNamedType } from 'graphql';
import { Field, ID } from 'type-graphql';
import type { Class } from '../module/define-module.js';

/** What of a resource a type stands for. */
type StandsFor = 'Attributes' | 'Where';

/** What a type stands for, and of which resource. */
export interface Stood {
  readonly what: StandsFor;
  readonly target: Class;
}

const STANDS_FOR = 'standsFor';
const placeholders = new Map<string, GraphQLScalarType>();

/** Stands for an input type that exists only once all modules are known. A type, since that is what subclasses of an input inherit. */
function placeholderFor(what: StandsFor, target: Class): GraphQLScalarType {
  const name = `${target.name}${what}Placeholder`;
  const made = placeholders.get(name) ?? new GraphQLScalarType({ name, description: `Replaced by the ${what} of ${target.name}.`, extensions: { [STANDS_FOR]: { what, target } } });
  placeholders.set(name, made);
  return made;
}

export function stoodFor(type: GraphQLNamedType): Stood | undefined {
  return type.extensions[STANDS_FOR] as Stood | undefined;
}

/** The attributes that this deployment's modules give to a resource, in a mutation's input. */
export function AttributesField(on: () => Class): PropertyDecorator {
  return Field(() => placeholderFor('Attributes', on()), { nullable: true, description: "Fields that this deployment's modules add." });
}

/** The filter of a resource's lists, in a mutation's input; `choose` makes a condition of it. */
export function WhereField(on: () => Class, options: { readonly description: string }): PropertyDecorator {
  return Field(() => placeholderFor('Where', on()), { nullable: true, ...options });
}

/** What a property of an input refers to. */
export interface Reference {
  readonly to: () => Class;
  /** As `Ref` takes it. */
  readonly erased: boolean | undefined;
}

const references = new Map<Class, Map<string, Reference>>();

/** How an id in an input is described. */
export interface RefOptions {
  readonly description: string;
  readonly nullable?: boolean;
  readonly list?: boolean;
  /**
   * Whether it may name somebody who was erased, or a row about them: where the law needs it done all the same, or where the work itself
   * looks. Where left out, what is kept for payments may, since money is settled whoever it was of, and nothing else.
   */
  readonly erased?: boolean;
}

/** An id of one type in a mutation's input. `write` hands it on as a UUID, and refuses ids of other types. */
export function Ref(to: () => Class, options: RefOptions): PropertyDecorator {
  return (prototype, name) => {
    Field(() => (options.list ? [ID] : ID), { nullable: options.nullable ?? false, description: options.description })(prototype, name);
    const target = prototype.constructor as unknown as Class;
    const own = references.get(target) ?? new Map<string, Reference>();
    references.set(target, own.set(String(name), { to, erased: options.erased }));
  };
}

/** The properties of an input that are ids, and of which type; those that its class inherits included. */
export function referencesOf(input: object): ReadonlyMap<string, Reference> {
  const found = new Map<string, Reference>();
  for (let of = input.constructor as unknown as Class | null; of; of = Object.getPrototypeOf(of) as Class | null) {
    for (const [name, reference] of references.get(of) ?? []) if (!found.has(name)) found.set(name, reference);
  }
  return found;
}
