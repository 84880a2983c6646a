import {
  Arg, ask, Ctx, Field, IdempotentInput, InputType, inScope, LocalDate, Matches, Mutation, ObjectType, Payload, Person, Ref, refuse, Requires, Resolver, seesPerson, sql, uuidv7, write,
  type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { Employer } from '../employers/employer.js';
import { lockEmployer } from '../employers/lock-employer.js';
import { ofOwnEmployer } from '../scope.js';
import { Employment } from './employment.js';
import { employmentAfterDeath, employmentBeforeBirth, employmentDates, employmentEnded, employmentNotFound, employmentOutside, employmentOverlaps } from './refusals.js';
import { somePerson } from './some-person.js';

@InputType({ description: 'That a person works for an employer.' })
export class EmploymentStartInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Who works.' })
  personId!: string;

  @Ref(() => Employer, { description: 'For whom.' })
  employerId!: string;

  @Field(() => String, { defaultValue: 'EMPLOYEE', description: 'As what, such as EMPLOYEE or APPRENTICE: rates may depend on it.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'category must be 1 to 60 capital letters, digits and underscores' })
  category!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; nothing while it lasts.' })
  to?: string | null;
}

@InputType({ description: 'That a person no longer works for an employer.' })
export class EmploymentEndInput extends IdempotentInput {
  @Ref(() => Employment, { description: 'The employment.', erased: true })
  employmentId!: string;

  @Field(() => LocalDate, { description: 'Day on which it no longer holds.' })
  on!: string;
}

@ObjectType({ description: 'Answer of mutations about employment.' })
export class EmploymentPayload extends Payload {
  @Field(() => Employment, { nullable: true, description: 'The employment.' })
  employment?: { readonly id: string };
}

async function check(tx: TxContext, { personId, employerId, from, to }: EmploymentStartInput): Promise<void> {
  const { born, died } = await somePerson(tx, personId);
  const employer = await lockEmployer(tx, employerId);
  if (to && to <= from) refuse(employmentDates('to', { from, to }));
  if (born && from < born) refuse(employmentBeforeBirth('from', { born }));
  if (died && from > died) refuse(employmentAfterDeath('from', { died }));
  if (from < employer.from || (employer.to && (to ?? '9999-12-31') > employer.to)) refuse(employmentOutside('from', { from: employer.from, to: employer.to ?? '…' }));
}

@Resolver()
export class StartEmployment {
  @Mutation(() => EmploymentPayload, { description: 'Records that a person works for an employer, beside others where they have several.' })
  @Requires('pensions.members.manage')
  employmentStart(@Arg('input', () => EmploymentStartInput, { description: 'The employment.' }) input: EmploymentStartInput, @Ctx() ctx: Context): Promise<EmploymentPayload> {
    return write<EmploymentPayload, EmploymentStartInput>(ctx, { operation: 'employmentStart', input, constraints: { employment_apart: employmentOverlaps('from') } }, async (tx, given) => {
      await check(tx, given);
      const id = uuidv7();
      await tx.tx.query('insert into pensions.employment (id, person_id, employer_id, category, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6)', [
        id, given.personId, given.employerId, given.category, given.from, given.to ?? null]);
      return { employment: { id } };
    });
  }

  @Mutation(() => EmploymentPayload, { description: 'Ends an employment. What was declared for it stays.' })
  @Requires('pensions.members.manage')
  employmentEnd(@Arg('input', () => EmploymentEndInput, { description: 'Which employment, and when.' }) input: EmploymentEndInput, @Ctx() ctx: Context): Promise<EmploymentPayload> {
    return write<EmploymentPayload, EmploymentEndInput>(ctx, { operation: 'employmentEnd', input }, async (tx, { employmentId, on }) => {
      const { rows: [found] } = await ask<{ from: string; to: string | null }>(tx, sql`
        select m.valid_from::text as "from", m.valid_to::text as "to" from pensions.employment m join people.person p on p.id = m.person_id
        where m.id = ${employmentId}::uuid and ${seesPerson(tx, sql`p`)} and ${inScope(tx, ofOwnEmployer, { employer: sql`m.employer_id` })} for no key update of m`);
      if (!found) return refuse(employmentNotFound('employmentId'));
      if (found.to) refuse(employmentEnded('employmentId', { to: found.to }));
      if (on <= found.from) refuse(employmentDates('on', { from: found.from, to: on }));
      await tx.tx.query('update pensions.employment set valid_to = $2 where id = $1', [employmentId, on]);
      return { employment: { id: employmentId } };
    });
  }
}
