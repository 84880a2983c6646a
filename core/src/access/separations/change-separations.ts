import { ArrayMaxSize, ArrayMinSize, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { takeTurn } from '../grants/delegation.js';
import { checkKnown, requireEverywhere } from '../roles/change-roles.js';
import { separationAdded, separationRemoved } from './events.js';
import { separationChangedMeanwhile, separationNameTaken, separationNotFound, separationOfModule, separationSidesMeet } from './refusals.js';
import { Separation } from './separation.js';

@InputType({ description: 'What is to be separate from now on.' })
export class SeparationAddInput extends IdempotentInput {
  @Field(() => String, { description: 'Its name: lower case, words joined by hyphens or dots.' })
  @Matches(/^[a-z][a-z0-9.-]*$/)
  @MaxLength(80)
  name!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  description!: string;

  @Field(() => [String], { description: 'Permissions of one side.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  one!: string[];

  @Field(() => [String], { description: 'Permissions of the other: who has one of these may have none of those.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  other!: string[];
}

@InputType({ description: 'A separation that is to hold no longer.' })
export class SeparationRemoveInput extends IdempotentInput {
  @Ref(() => Separation, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw.' })
  version!: number;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations that say what is to be separate.' })
export class SeparationPayload extends Payload {
  @Field(() => Separation, { nullable: true, description: 'The separation; null where it was removed.' })
  separation?: { readonly id: string };
}

@Resolver()
export class ChangeSeparations {
  @Mutation(() => SeparationPayload, { description: 'Says what is to be separate. Who has both already keeps it, and is listed by `separationBreaches`.' })
  @Requires('access.roles.manage')
  separationAdd(@Arg('input', () => SeparationAddInput, { description: 'What, and why.' }) input: SeparationAddInput, @Ctx() ctx: Context): Promise<SeparationPayload> {
    const constraints = { separation_name_key: separationNameTaken('name') };
    return write<SeparationPayload, SeparationAddInput>(ctx, { operation: 'separationAdd', input, constraints }, async (tx, { name, description, one, other }) => {
      await takeTurn(tx);
      requireEverywhere(tx);
      checkKnown(tx, one, 'one');
      checkKnown(tx, other, 'other');
      const both = one.filter((permission) => other.includes(permission));
      if (both.length > 0) refuse(...both.map((permission) => separationSidesMeet('other', { permission })));
      const id = uuidv7();
      await tx.tx.query('insert into access.separation (id, name, description, one, other) values ($1, $2, $3, $4, $5)', [id, name, description, one, other]);
      await publish(tx, separationAdded, { id, name });
      return { separation: { id } };
    });
  }

  @Mutation(() => SeparationPayload, { description: 'Takes back a separation that the deployment added itself. Those of modules stand.' })
  @Requires('access.roles.manage')
  separationRemove(@Arg('input', () => SeparationRemoveInput, { description: 'Which, and why.' }) input: SeparationRemoveInput, @Ctx() ctx: Context): Promise<SeparationPayload> {
    return write<SeparationPayload, SeparationRemoveInput>(ctx, { operation: 'separationRemove', input }, async (tx, { id, version }) => {
      await takeTurn(tx);
      requireEverywhere(tx);
      const { rows: [row] } = await tx.tx.query<{ version: number; name: string; module: string | null }>('select version, name, module from access.separation where id = $1 for update', [id]);
      if (!row) return refuse(separationNotFound('id'));
      if (row.module) refuse(separationOfModule('id', { separation: row.name, module: row.module }));
      if (row.version !== version) refuse(separationChangedMeanwhile('version', { version: row.version }));
      await tx.tx.query('delete from access.separation where id = $1', [id]);
      await publish(tx, separationRemoved, { id, name: row.name });
      return {};
    });
  }
}
