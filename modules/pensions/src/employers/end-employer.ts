import { Arg, Ctx, Field, IdempotentInput, InputType, LocalDate, Mutation, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { Employer } from './employer.js';
import { lockEmployer } from './lock-employer.js';
import { employerDates, employerEnded, employerStillEmploys } from './refusals.js';
import { EmployerPayload } from './register-employer.js';

@InputType({ description: 'An employer that ends.' })
export class EmployerEndInput extends IdempotentInput {
  @Ref(() => Employer, { description: 'The employer.' })
  employerId!: string;

  @Field(() => LocalDate, { description: 'Day on which it no longer is one.' })
  on!: string;
}

@Resolver()
export class EndEmployer {
  @Mutation(() => EmployerPayload, { description: 'Ends an employer, for which nobody works any more. What it declared and owes stays.' })
  @Requires('pensions.employers.manage')
  employerEnd(@Arg('input', () => EmployerEndInput, { description: 'Which employer, and when.' }) input: EmployerEndInput, @Ctx() ctx: Context): Promise<EmployerPayload> {
    return write<EmployerPayload, EmployerEndInput>(ctx, { operation: 'employerEnd', input }, async (tx, { employerId, on }) => {
      const { from, to } = await lockEmployer(tx, employerId);
      if (to) refuse(employerEnded('employerId', { to }));
      if (on <= from) refuse(employerDates('on', { from, to: on }));
      const { rows: [still] } = await tx.tx.query<{ count: number }>('select count(*)::int as count from pensions.employment where employer_id = $1 and (valid_to is null or valid_to > $2)', [employerId, on]);
      if (still?.count) refuse(employerStillEmploys('on', { count: still.count }));
      await tx.tx.query('update pensions.employer set valid_to = $2 where id = $1', [employerId, on]);
      return { employer: { id: employerId } };
    });
  }
}
