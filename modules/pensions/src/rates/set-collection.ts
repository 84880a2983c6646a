import {
  Arg, Ctx, Field, GraphQLBoolean, IdempotentInput, InputType, Int, IsOptional, LocalDate, Max, MaxLength, Min, MinLength, Mutation, ObjectType, Payload, Programme, Ref, Requires, Resolver, write, type Context,
} from '@kinga/plugin-sdk';
import { schemeOf } from '../scheme-of.js';
import { ContributionCollection, CreditedWhen } from './collection.js';

@InputType({ description: 'How a scheme collects contributions.' })
export class ContributionCollectionSetInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Which scheme.' })
  programmeId!: string;

  @Field(() => CreditedWhen, { description: 'From when on a month counts.' })
  creditedWhen!: CreditedWhen;

  @Field(() => Int, { description: 'The day of the following month by which a month is declared and paid, 1 to 28.' })
  @Min(1)
  @Max(28)
  dueDay!: number;

  @Field(() => GraphQLBoolean, { defaultValue: true, description: 'Whether persons are declared only for months in which their employment is registered.' })
  employmentNeeded!: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'A day in the last month that is closed; nothing to close none.' })
  closedUntil?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of a parameter of the scheme, or of all, whose value on the last day of a year is the interest for that year, such as 0.05; nothing where contributions bear none.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(60)
  interestParameter?: string | null;
}

@ObjectType({ description: 'Answer of `contributionCollectionSet`.' })
export class ContributionCollectionPayload extends Payload {
  @Field(() => ContributionCollection, { nullable: true, description: 'How the scheme collects.' })
  collection?: { readonly id: string };
}

@Resolver()
export class SetCollection {
  @Mutation(() => ContributionCollectionPayload, { description: 'Says how a scheme collects contributions, and which months are closed. It holds for what is accepted from then on.' })
  @Requires('pensions.rates.manage')
  contributionCollectionSet(@Arg('input', () => ContributionCollectionSetInput, { description: 'How it collects.' }) input: ContributionCollectionSetInput, @Ctx() ctx: Context): Promise<ContributionCollectionPayload> {
    return write<ContributionCollectionPayload, ContributionCollectionSetInput>(ctx, { operation: 'contributionCollectionSet', input }, async (tx, { programmeId, creditedWhen, dueDay, employmentNeeded, closedUntil, interestParameter }) => {
      await schemeOf(tx, programmeId);
      const { rows: [collection] } = await tx.tx.query<{ id: string }>(
        `insert into pensions.collection (programme_id, credited_when, due_day, employment_needed, closed_until, interest_parameter) values ($1, $2, $3, $4, date_trunc('month', $5::date), $6)
         on conflict on constraint collection_once do update set (credited_when, due_day, employment_needed, closed_until, interest_parameter)
           = (excluded.credited_when, excluded.due_day, excluded.employment_needed, excluded.closed_until, excluded.interest_parameter)
         returning id`, [programmeId, creditedWhen, dueDay, employmentNeeded, closedUntil ?? null, interestParameter ?? null]);
      return collection ? { collection } : {};
    });
  }
}
