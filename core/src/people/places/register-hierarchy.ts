import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { placeHierarchyRegistered } from './events.js';
import { PlaceHierarchy } from './hierarchy.js';
import { IsName } from './place-input.js';
import { hierarchyCodeTaken } from './refusals.js';

@InputType({ description: 'A hierarchy of places beside the administrative one.' })
export class PlaceHierarchyRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code: 1 to 40 small letters, digits and dashes, such as `health`.' })
  @IsName()
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  @IsOptional()
  @MaxLength(1000)
  description?: string | null;
}

@ObjectType({ description: 'Answer of `placeHierarchyRegister`.' })
export class PlaceHierarchyRegisterPayload extends Payload {
  @Field(() => PlaceHierarchy, { nullable: true, description: 'The hierarchy, still empty.' })
  hierarchy?: { readonly id: string };
}

@Resolver()
export class RegisterPlaceHierarchy {
  @Mutation(() => PlaceHierarchyRegisterPayload, { description: 'Adds a hierarchy of places, such as health or school districts. Bring places into it with `placesMove`.' })
  @Requires('people.places.manage')
  placeHierarchyRegister(@Arg('input', () => PlaceHierarchyRegisterInput, { description: 'The hierarchy.' }) input: PlaceHierarchyRegisterInput, @Ctx() ctx: Context): Promise<PlaceHierarchyRegisterPayload> {
    const constraints = { place_hierarchy_code_key: hierarchyCodeTaken('code') };
    return write<PlaceHierarchyRegisterPayload, PlaceHierarchyRegisterInput>(ctx, { operation: 'placeHierarchyRegister', input, constraints }, async (tx, { code, name, description }) => {
      const id = uuidv7();
      await tx.tx.query('insert into people.place_hierarchy (id, code, name, description) values ($1, $2, $3, $4)', [id, code, name, description ?? null]);
      await publish(tx, placeHierarchyRegistered, { id });
      return { hierarchy: { id } };
    });
  }
}
