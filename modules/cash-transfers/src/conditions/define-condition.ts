import {
  Arg, ask, Ctx, Field, IdempotentInput, InputType, Int, IsOptional, Length, LocalDate, Matches, Max, Min, Mutation, ObjectType, Payload, Programme, publish, Ref, refuse, Requires, Resolver, sql, inProgrammesOf,
  uuidv7, write, type Context,
} from '@kinga/plugin-sdk';
import { conditionDefined } from '../events.js';
import { checkScheme } from '../programme-of.js';
import { Condition } from './condition.js';
import { conditionDates, conditionNotFound, conditionTaken } from './refusals.js';

@InputType({ description: 'A condition.' })
export class ConditionDefineInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Which programme asks it.' })
  programmeId!: string;

  @Field(() => String, { description: 'What rules and files call it: small letters, digits and _.' })
  @Matches(/^[a-z][a-z0-9_]{0,39}$/)
  code!: string;

  @Field(() => String, { description: 'What it is called.' })
  @Length(1, 200)
  name!: string;

  @Field(() => Int, { defaultValue: 0, description: 'Whom it is asked of: from so many completed years on.' })
  @Min(0)
  @Max(150)
  ageFrom!: number;

  @Field(() => Int, { nullable: true, description: 'Up to so many completed years, this age included; no end where left out.' })
  @IsOptional()
  @Min(0)
  @Max(150)
  ageUntil?: number | null;

  @Field(() => LocalDate, { description: 'First day from which it is asked.' })
  validFrom!: string;

  @Field(() => String, { nullable: true, description: 'Where it is laid down.' })
  @IsOptional()
  @Length(1, 500)
  source?: string | null;
}

@InputType({ description: 'A condition that is no longer asked.' })
export class ConditionEndInput extends IdempotentInput {
  @Ref(() => Condition, { description: 'Which condition.' })
  conditionId!: string;

  @Field(() => LocalDate, { description: 'The last day on which it is asked.' })
  validUntil!: string;
}

@ObjectType({ description: 'Answer of mutations that write a condition.' })
export class ConditionPayload extends Payload {
  @Field(() => Condition, { nullable: true, description: 'The condition.' })
  condition?: { readonly id: string };
}

@Resolver()
export class DefineCondition {
  @Mutation(() => ConditionPayload, { description: 'Lays down something that a programme asks of persons month by month. What follows where it is missed is said by the rules of the programme.' })
  @Requires('cash-transfers.conditions.manage')
  conditionDefine(@Arg('input', () => ConditionDefineInput, { description: 'The condition.' }) input: ConditionDefineInput, @Ctx() ctx: Context): Promise<ConditionPayload> {
    return write<ConditionPayload, ConditionDefineInput>(ctx, { operation: 'conditionDefine', input, constraints: { condition_once: conditionTaken('code'), condition_ages: conditionDates('ageUntil') } }, async (tx, given) => {
      await checkScheme(tx, given.programmeId, 'programmeId');
      const id = uuidv7();
      await tx.tx.query(
        'insert into cash_transfers.condition (id, programme_id, code, name, age_from, age_until, valid_from, source) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, given.programmeId, given.code, given.name, given.ageFrom, given.ageUntil ?? null, given.validFrom, given.source ?? null]);
      await publish(tx, conditionDefined, { id });
      return { condition: { id } };
    });
  }

  @Mutation(() => ConditionPayload, { description: 'Says until when a condition is asked.' })
  @Requires('cash-transfers.conditions.manage')
  conditionEnd(@Arg('input', () => ConditionEndInput, { description: 'Which, and until when.' }) input: ConditionEndInput, @Ctx() ctx: Context): Promise<ConditionPayload> {
    return write<ConditionPayload, ConditionEndInput>(ctx, { operation: 'conditionEnd', input, constraints: { condition_days: conditionDates('validUntil') } }, async (tx, { conditionId, validUntil }) => {
      const { rowCount } = await ask(tx, sql`
        update cash_transfers.condition c set valid_until = ${validUntil}::date where c.id = ${conditionId}::uuid and ${inProgrammesOf(tx, sql`c.programme_id`)}`);
      if (rowCount === 0) refuse(conditionNotFound('conditionId'));
      await publish(tx, conditionDefined, { id: conditionId });
      return { condition: { id: conditionId } };
    });
  }
}
