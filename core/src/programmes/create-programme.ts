import { IsISO4217CurrencyCode, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { trusted } from '../kernel/read/sql.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { programmeCreated } from './events.js';
import { checkRule, eligibilityPredicate, rulesModel } from './programme-rule.js';
import { Programme, ProgrammeTarget } from './programme.js';
import { programmeCodeTaken, programmeOutside, schemeUnknown } from './refusals.js';

@InputType({ description: 'A rule on who may be enrolled.' })
export class EligibilityRuleInput {
  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  effectiveFrom!: string;

  @Field(() => String, { description: 'The rule in CEL, over the facts of `household` or `person`.' })
  @MinLength(1)
  expression!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;
}

@InputType({ description: 'A programme.' })
export class ProgrammeCreateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its short name: 2 to 20 capital letters, digits and dashes.' })
  @Matches(/^[A-Z][A-Z0-9-]{1,19}$/, { message: 'code must be 2 to 20 capital letters, digits and dashes' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'Id of the module that works out its benefits, such as cash-transfers.' })
  scheme!: string;

  @Field(() => ProgrammeTarget, { description: 'Whom it enrols.' })
  target!: ProgrammeTarget;

  @Field(() => String, { description: 'ISO 4217 code of what it pays in.' })
  @IsISO4217CurrencyCode({ message: 'currency must be an ISO 4217 code, such as GHS' })
  currency!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  startsOn!: string;

  @Field(() => EligibilityRuleInput, { description: 'Its first rule on who may be enrolled.' })
  @ValidateNested()
  eligibility!: EligibilityRuleInput;
}

@ObjectType({ description: 'Answer of `programmeCreate`.' })
export class ProgrammeCreatePayload extends Payload {
  @Field(() => Programme, { nullable: true, description: 'The programme.' })
  programme?: { readonly id: string };
}

@Resolver()
export class CreateProgramme {
  @Mutation(() => ProgrammeCreatePayload, { description: 'Creates a programme with its first eligibility rule.' })
  @Requires('programmes.programmes.manage')
  programmeCreate(@Arg('input', () => ProgrammeCreateInput, { description: 'The programme.' }) input: ProgrammeCreateInput, @Ctx() ctx: Context): Promise<ProgrammeCreatePayload> {
    const constraints = { programme_code_key: programmeCodeTaken('code') };
    return write<ProgrammeCreatePayload, ProgrammeCreateInput>(ctx, { operation: 'programmeCreate', input, constraints }, async (tx, given) => {
      if (tx.actor.programmes !== null) refuse(programmeOutside('code', { programmes: tx.actor.programmes.join(', ') }));
      const known = tx.platform.plan.modules.map((module) => module.id);
      if (!known.includes(given.scheme)) refuse(schemeUnknown('scheme', { scheme: given.scheme, known: known.join(', ') }));
      await checkRule('eligibility.expression', () => eligibilityPredicate(tx, given.target, given.eligibility.expression, trusted('t'), rulesModel(tx)));
      const { eligibility, idempotencyKey: _key, ...fields } = given;
      const programme = tx.tx.em.create(Programme, { ...fields, endsOn: null } as never);
      await tx.tx.em.flush();
      await tx.tx.query('insert into programmes.eligibility_rule (id, programme_id, effective_from, expression, source) values ($1, $2, $3, $4, $5)', [
        uuidv7(), programme.id, eligibility.effectiveFrom, eligibility.expression, eligibility.source,
      ]);
      await publish(tx, programmeCreated, { id: programme.id });
      return { programme: { id: programme.id } };
    });
  }
}
