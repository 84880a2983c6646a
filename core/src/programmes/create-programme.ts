import { IsISO4217CurrencyCode, IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { trusted } from '../kernel/read/sql.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { programmeProblems } from './check-programme.js';
import { programmeCreated } from './events.js';
import { ProgrammeFieldsInput } from './programme-input.js';
import { textsFrom } from './texts.js';
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
export class ProgrammeCreateInput extends ProgrammeFieldsInput {
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

  @Field(() => EligibilityRuleInput, { nullable: true, description: 'Its first rule on who may be enrolled.' })
  @IsOptional()
  @ValidateNested()
  eligibility?: EligibilityRuleInput | null;
}

@ObjectType({ description: 'Answer of `programmeCreate`.' })
export class ProgrammeCreatePayload extends Payload {
  @Field(() => Programme, { nullable: true, description: 'The programme.' })
  programme?: { readonly id: string };
}

@Resolver()
export class CreateProgramme {
  @Mutation(() => ProgrammeCreatePayload, { description: 'Creates a programme. Its rules follow in versions: `programmeVersionDraft`.' })
  @Requires('programmes.programmes.manage')
  programmeCreate(@Arg('input', () => ProgrammeCreateInput, { description: 'The programme.' }) input: ProgrammeCreateInput, @Ctx() ctx: Context): Promise<ProgrammeCreatePayload> {
    const constraints = { programme_code_key: programmeCodeTaken('code') };
    return write<ProgrammeCreatePayload, ProgrammeCreateInput>(ctx, { operation: 'programmeCreate', input, constraints }, async (tx, given) => {
      if (tx.actor.programmes !== null) refuse(programmeOutside('code', { programmes: tx.actor.programmes.join(', ') }));
      const known = tx.platform.plan.modules.map((module) => module.id);
      if (!known.includes(given.scheme)) refuse(schemeUnknown('scheme', { scheme: given.scheme, known: known.join(', ') }));
      const problems = await programmeProblems(tx, given, given);
      if (problems.length > 0) refuse(...problems);
      const { eligibility } = given;
      if (eligibility) await checkRule('eligibility.expression', () => eligibilityPredicate(tx, given.target, eligibility.expression, trusted('t'), rulesModel(tx)));
      const { code, name, names, scheme, target, currency, startsOn, endsOn = null, benefitType, legalBasis, iloFunction, contributory, meansTested, budget, places, calendarId } = given;
      const programme = tx.tx.em.create(Programme, {
        code, name, byLanguage: textsFrom(names), scheme, target, currency, startsOn, endsOn, benefitType, legalBasis, iloFunction, contributory, meansTested, budgetAmount: budget, places, calendar: calendarId,
      } as never);
      await tx.tx.em.flush();
      if (eligibility) {
        await tx.tx.query('insert into programmes.eligibility_rule (id, programme_id, effective_from, expression, source) values ($1, $2, $3, $4, $5)', [
          uuidv7(), programme.id, eligibility.effectiveFrom, eligibility.expression, eligibility.source,
        ]);
      }
      await publish(tx, programmeCreated, { id: programme.id });
      return { programme: { id: programme.id } };
    });
  }
}
