import 'reflect-metadata';
import { FieldResolver, Query, Resolver } from 'type-graphql';
import { defineModule } from '../../kernel/module/define-module.js';
import { Public, Requires } from '../../kernel/schema/permission.js';
import { Person } from '../../people/persons/person.js';

@Resolver(() => Person)
export class Lunches {
  @Query(() => String)
  lunches(): string {
    return '';
  }

  @Query(() => String)
  @Public('says nothing about anybody')
  menu(): string {
    return '';
  }

  @FieldResolver(() => String)
  lunch(): string {
    return '';
  }

  @FieldResolver(() => String)
  @Requires('lunches.read')
  dinner(): string {
    return '';
  }
}

/** A module that forgets to say who may use two of its fields. */
export const lunches = defineModule({ name: 'lunches', version: '1.0.0' }, { description: 'Lunches', resolvers: [Lunches] });
