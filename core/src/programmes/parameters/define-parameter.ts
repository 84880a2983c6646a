import { ArrayMaxSize, IsISO4217CurrencyCode, IsOptional, Matches, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalTextInput } from '../../kernel/schema/local-texts.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { parameterDefined } from '../events.js';
import { checkOwner } from '../may-share.js';
import { Programme } from '../programme.js';
import { moneyCurrency, parameterCodeTaken } from '../refusals.js';
import { textProblems, textsFrom } from '../texts.js';
import { RuleValueType } from '../value-type.js';
import { Parameter } from './parameter.js';

/** What rules call parameters and tables by. */
export const NAME_IN_RULES = /^[A-Za-z][A-Za-z0-9_]{0,59}$/;

/** What is defined for the rules of one programme, or for those of all. */
@InputType()
export abstract class DefinitionInput extends IdempotentInput {
  @Ref(() => Programme, { nullable: true, description: 'Whose rules may use it; left out where those of all programmes may.' })
  programmeId?: string | null;

  @Field(() => String, { description: 'What rules call it by: a letter, then letters, digits and underscores; at most 60.' })
  @Matches(NAME_IN_RULES, { message: 'code must be a letter and up to 59 letters, digits and underscores' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of money in it; where left out, the currency of the programme.' })
  @IsOptional()
  @IsISO4217CurrencyCode({ message: 'currency must be an ISO 4217 code, such as GHS' })
  currency?: string | null;

  @Field(() => [LocalTextInput], { nullable: true, description: 'Its name, in one language or more.' })
  @IsOptional()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  names?: LocalTextInput[] | null;
}

@InputType({ description: 'A value that rules may name.' })
export class ParameterDefineInput extends DefinitionInput {
  @Field(() => RuleValueType, { description: 'What its values are.' })
  type!: RuleValueType;
}

@ObjectType({ description: 'Answer of `parameterDefine`.' })
export class ParameterPayload extends Payload {
  @Field(() => Parameter, { nullable: true, description: 'The parameter.' })
  parameter?: { readonly id: string };
}

/** The currency of what is defined, where there is money in it. */
export function currencyOf(hasMoney: boolean, given: string | null | undefined, programme: { readonly currency: string } | null): string | null {
  const wrong = hasMoney ? (programme ? given && given !== programme.currency : !given) : given;
  if (wrong) refuse(moneyCurrency('currency', { currency: programme?.currency ?? 'none' }));
  return hasMoney ? given ?? programme?.currency ?? null : null;
}

@Resolver()
export class DefineParameter {
  @Mutation(() => ParameterPayload, { description: 'Defines a parameter: rules may name it as `params.<code>`. Its values are added with `parameterValueAdd`.' })
  @Requires('programmes.programmes.manage')
  parameterDefine(@Arg('input', () => ParameterDefineInput, { description: 'The parameter.' }) input: ParameterDefineInput, @Ctx() ctx: Context): Promise<ParameterPayload> {
    const constraints = { parameter_once: parameterCodeTaken('code') };
    return write<ParameterPayload, ParameterDefineInput>(ctx, { operation: 'parameterDefine', input, constraints }, async (tx, { programmeId = null, code, type, currency, names }) => {
      const programme = await checkOwner(tx, programmeId, 'programmeId');
      const problems = textProblems(names ?? [], 'names');
      if (problems.length > 0) refuse(...problems);
      const id = uuidv7();
      await tx.tx.query('insert into programmes.parameter (id, programme_id, code, type, currency, names) values ($1, $2, $3, $4, $5, $6)',
        [id, programmeId, code, type, currencyOf(type === RuleValueType.MONEY, currency, programme), JSON.stringify(textsFrom(names))]);
      await publish(tx, parameterDefined, { id });
      return { parameter: { id } };
    });
  }
}
