import 'reflect-metadata';
import { GraphQLString } from 'graphql';
import { FieldResolver, Mutation, Resolver, Subscription } from 'type-graphql';
import { defineModule } from '../../kernel/module/define-module.js';
import { trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { Membership } from '../../people/households/membership.js';
import { OrganisationPayload } from '../../people/organisations/payload.js';
import { Person } from '../../people/persons/person.js';

@Resource({ description: 'A snack.', table: 'snacks.snack', prefix: 'snack', read: '', privacy: { sensitivity: 'internal', purpose: 'administration' } })
export class Snack extends Versioned {}

@Resolver(() => Person)
export class SnacksOfPersons {
  @Connection(() => Membership, { mappedBy: 'person', description: 'All memberships, under another name.' })
  snacks!: unknown;

  @SqlField(() => GraphQLString, { description: 'The national number, under another name.', sql: () => trusted("'1'") })
  crumbs!: string;
}

@Resolver(() => OrganisationPayload)
export class SnacksOfPayloads {
  @FieldResolver(() => String)
  leftovers(): string {
    return '';
  }
}

@Resolver()
export class SnackRoots {
  @Mutation(() => String)
  snackEat(): string {
    return '';
  }

  @Subscription(() => String, { topics: 'snacks' })
  snackEaten(): string {
    return '';
  }
}

/** A module that would widen what others may see: by a relation, by SQL, in a payload, by a resource without a permission of its own. */
export const snacks = defineModule({ name: 'snacks', version: '1.0.0' }, { description: 'Snacks', entities: [Snack], resolvers: [SnacksOfPersons, SnacksOfPayloads, SnackRoots] });
