import {
  Arg, ask, byOrganisation, Ctx, Field, IdempotentInput, InputType, inScope, LocalDate, Matches, Mutation, ObjectType, Organisation, organisationNotFound, Payload, publish, Ref, refuse, Requires, Resolver, sql, uuidv7, write,
  IsOptional, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { employerRegistered } from '../events.js';
import { Employer } from './employer.js';
import { employerNumberTaken, employerTwice, notAnEmployer } from './refusals.js';

@InputType({ description: 'An employer.' })
export class EmployerRegisterInput extends IdempotentInput {
  @Ref(() => Organisation, { description: 'The organisation; it has the role `employer` on the first day.' })
  organisationId!: string;

  @Field(() => String, { description: 'Its number: 1 to 40 capital letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Z0-9][A-Z0-9./-]{0,39}$/, { message: 'number must be 1 to 40 capital letters, digits, dots, slashes and dashes' })
  number!: string;

  @Field(() => String, { nullable: true, description: 'What it does, as a code of the country, such as of ISIC.' })
  @IsOptional()
  @Matches(/^[A-Z0-9][A-Z0-9.]{0,19}$/, { message: 'activity must be 1 to 20 capital letters, digits and dots' })
  activity?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  from?: string | null;
}

@ObjectType({ description: 'Answer of mutations about employers.' })
export class EmployerPayload extends Payload {
  @Field(() => Employer, { nullable: true, description: 'The employer.' })
  employer?: { readonly id: string };
}

async function checkOrganisation(ctx: TxContext, id: string, day: string): Promise<void> {
  const { rows: [found] } = await ask<{ employs: boolean }>(ctx, sql`
    select exists (select from people.organisation_role r where r.organisation_id = o.id and r.role = 'employer' and r.valid_from <= ${day}::date and (r.valid_to is null or r.valid_to > ${day}::date)) as employs
    from people.organisation o where o.id = ${id}::uuid and ${inScope(ctx, byOrganisation('organisation'), { organisation: sql`o.id` })} for share`);
  if (!found) return refuse(organisationNotFound('organisationId', { code: '' }));
  if (!found.employs) refuse(notAnEmployer('organisationId', { day }));
}

@Resolver()
export class RegisterEmployer {
  @Mutation(() => EmployerPayload, { description: 'Registers an organisation as an employer.' })
  @Requires('pensions.employers.manage')
  employerRegister(@Arg('input', () => EmployerRegisterInput, { description: 'The employer.' }) input: EmployerRegisterInput, @Ctx() ctx: Context): Promise<EmployerPayload> {
    const constraints = { employer_once: employerTwice('organisationId'), employer_number_key: employerNumberTaken('number') };
    return write<EmployerPayload, EmployerRegisterInput>(ctx, { operation: 'employerRegister', input, constraints }, async (tx, { organisationId, number, activity, from }) => {
      const [id, day] = [uuidv7(), from ?? tx.today];
      await checkOrganisation(tx, organisationId, day);
      await tx.tx.query('insert into pensions.employer (id, organisation_id, number, activity, valid_from) values ($1, $2, $3, $4, $5)', [id, organisationId, number, activity ?? null, day]);
      await publish(tx, employerRegistered, { id });
      return { employer: { id } };
    });
  }
}
