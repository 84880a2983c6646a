import { getNamedType, isInputObjectType, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { Class } from '../module/define-module.js';
import type { ReadModel } from '../read/model.js';
import { fieldPrivacy } from './classification.js';

/** The input classes of type-graphql's store; its own interface is not public. */
interface Store {
  readonly inputTypes: readonly { readonly name: string; readonly target: Class }[];
}

/** The category of a value of a mutation's input by its path, such as `identifier.value` or `members.0.attributes.roof`; `undefined` where it is not masked. */
export function maskedInput({ schema, model }: { readonly schema: GraphQLSchema; readonly model: ReadModel }, operation: string, path: string): string | undefined {
  const { inputTypes } = getMetadataStorage() as unknown as Store;
  let type = schema.getMutationType()?.getFields()[operation]?.args.find(({ name }) => name === 'input')?.type;
  let category: string | undefined;
  for (const step of path.split('.').filter((each) => !/^\d+$/.test(each))) {
    const named = type && getNamedType(type);
    if (!isInputObjectType(named)) return category;
    const target = inputTypes.find(({ name }) => name === named.name)?.target;
    const resource = /^(.+)AttributesInput$/.exec(named.name)?.[1];
    // What is masked as a whole is masked in its parts.
    category ??= target ? fieldPrivacy(target, step)?.category : model.byType.get(resource ?? '')?.masked.get(`attributes.${step}`);
    type = named.getFields()[step]?.type;
  }
  return category;
}
