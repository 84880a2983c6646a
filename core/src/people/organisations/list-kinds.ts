import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { organisationIdentifierTypes, organisationRoles } from './kinds.js';

@ObjectType({ description: 'Something that an organisation can be.' })
export class OrganisationRoleTypeInfo {
  @Field(() => String, { description: 'What `organisationRoleAdd` takes as `role`.' })
  name!: string;

  @Field(() => String, { description: 'What it means.' })
  description!: string;
}

@ObjectType({ description: 'A kind of number that organisations are given.' })
export class OrganisationIdentifierTypeInfo {
  @Field(() => String, { description: 'What `organisationIdentifierAdd` takes as `type`.' })
  name!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => String, { description: 'What such a number looks like.' })
  example!: string;
}

@Resolver()
export class ListOrganisationKinds {
  @Query(() => [OrganisationRoleTypeInfo], { description: 'What organisations can be in this deployment.' })
  @Requires('people.organisations.read')
  organisationRoleTypes(@Ctx() ctx: Context): readonly OrganisationRoleTypeInfo[] {
    return [...ctx.platform.extensions(organisationRoles)].map(([name, { description }]) => ({ name, description }));
  }

  @Query(() => [OrganisationIdentifierTypeInfo], { description: 'Kinds of numbers of organisations in this deployment.' })
  @Requires('people.organisations.read')
  organisationIdentifierTypes(@Ctx() ctx: Context): readonly OrganisationIdentifierTypeInfo[] {
    return [...ctx.platform.extensions(organisationIdentifierTypes)].map(([name, { description, example }]) => ({ name, description, example }));
  }
}
