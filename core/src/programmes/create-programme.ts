import { IsISO4217CurrencyCode, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { programmeProblems } from './check-programme.js';
import { programmeCreated } from './events.js';
import { ProgrammeFieldsInput } from './programme-input.js';
import { textsFrom } from './texts.js';
import { Programme, ProgrammeTarget } from './programme.js';
import { programmeCodeTaken, programmeOutside, schemeUnknown } from './refusals.js';

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
      const { code, name, names, scheme, target, currency, startsOn, endsOn = null, benefitType, legalBasis, iloFunction, contributory, meansTested, budget, places, calendarId } = given;
      const programme = tx.tx.em.create(Programme, {
        code, name, byLanguage: textsFrom(names), scheme, target, currency, startsOn, endsOn, benefitType, legalBasis, iloFunction, contributory, meansTested, budgetAmount: budget, places, calendar: calendarId,
      } as never);
      await tx.tx.em.flush();
      await publish(tx, programmeCreated, { id: programme.id });
      return { programme: { id: programme.id } };
    });
  }
}
