// The only door for modules: Kinga's own parts, and of its libraries what a module's author needs.
export * from '@kinga/core';
export {
  Arg, Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, InputType, Int, InterfaceType, Mutation, ObjectType, Query, registerEnumType, Resolver, Root, Subscription,
} from 'type-graphql';
export { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
export type { Rel } from '@mikro-orm/postgresql';
export {
  ArrayMaxSize, ArrayMinSize, ArrayNotEmpty, ArrayUnique, IsIn, IsISO4217CurrencyCode, IsOptional, Length, Matches, Max, MaxLength, Min, MinLength, ValidateNested,
} from 'class-validator';
export { GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';
export { v7 as uuidv7 } from 'uuid';
export { z } from 'zod';
