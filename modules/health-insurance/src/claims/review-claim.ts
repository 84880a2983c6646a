import {
  Arg, ArrayMaxSize, ask, Ctx, Decimal, Field, IdempotentInput, InputType, Int, IsOptional, MaxLength, Min, MinLength, Mutation, Privacy, Ref, refuse, Requires, Resolver, sql, TakesMuch, ValidateNested, write, type Context, type Refusal, type TxContext,
} from '@kinga/plugin-sdk';
import { Claim } from './claim.js';
import { ClaimPayload } from './enter-claim.js';
import { holdClaims } from './hold-claims.js';
import { ClaimState } from './kinds.js';
import { care } from './masked-care.js';
import { reviewAboveAsked, reviewLine, reviewLineTwice, reviewSecondPerson } from './refusals.js';

@InputType({ description: 'What a review says of a line.' })
export class ClaimReviewLineInput {
  @Field(() => Int, { description: 'The number of the line.' })
  @Min(1)
  number!: number;

  @Field(() => Decimal, { nullable: true, description: 'How much is allowed at most; no more than was asked for.' })
  quantity?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The price of each that is allowed, whatever the list says; no more than was asked for.' })
  price?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is rejected.' })
  rejected!: boolean;

  @Privacy(care)
  @Field(() => String, { description: 'Why.' })
  @MinLength(1)
  @MaxLength(2000)
  justification!: string;
}

@InputType({ description: 'A medical review.' })
export class ClaimReviewInput extends IdempotentInput {
  @Ref(() => Claim, { description: 'The claim, which passed the checks.', erased: true })
  id!: string;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'What is said to the facility of the claim as a whole.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(2000)
  adjustment?: string | null;

  @Field(() => [ClaimReviewLineInput], { description: 'The lines that it says something of; the others stay as they are.' })
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  lines!: ClaimReviewLineInput[];
}

/** Everything that speaks against what a review says of lines. */
async function problemsOf(ctx: TxContext, id: string, lines: readonly ClaimReviewLineInput[]): Promise<readonly Refusal[]> {
  const { rows } = await ask<{ at: number; what: string; number: number }>(ctx, sql`
    select * from (
      select (g.n - 1)::int as at, g.number, case when l.id is null or r.reason is not null then 'LINE' when g.quantity <= 0 or g.quantity > l.quantity or g.price < 0 or g.price > l.price or scale(trim_scale(g.price)) > o.minor_digits then 'ABOVE'
        when row_number() over (partition by g.number order by g.n) > 1 then 'TWICE' end as what
      from rows from (jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as (number integer, quantity numeric, price numeric)) with ordinality as g (number, quantity, price, n)
      left join health_insurance.claim_line l on l.claim_id = ${id}::uuid and l.number = g.number left join health_insurance.claim_line_result r on r.line_id = l.id and r.superseded_by is null left join transactions.currency o on o.code = l.currency) t
    where what is not null order by at`);
  return rows.map(({ at, what, number }) => (what === 'LINE' ? reviewLine(`lines.${at}.number`, { number }) : what === 'TWICE' ? reviewLineTwice(`lines.${at}.number`, { number }) : reviewAboveAsked(`lines.${at}`)));
}

@Resolver()
export class ReviewClaim {
  @Mutation(() => ClaimPayload, { description: 'Reviews a claim that passed the checks, line by line: what it allows counts once the claim is valued. Who entered or submitted a claim does not review it.' })
  @Requires('health-insurance.claims.review')
  @TakesMuch()
  claimReview(@Arg('input', () => ClaimReviewInput, { description: 'The claim and what is allowed.' }) input: ClaimReviewInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    return write<ClaimPayload, ClaimReviewInput>(ctx, { operation: 'claimReview', input }, async (tx, { id, adjustment, lines }) => {
      const [claim] = await holdClaims(tx, [{ id, path: 'id' }], [ClaimState.CHECKED]);
      if (claim?.enteredBy === tx.actor.id || claim?.submittedBy === tx.actor.id) refuse(reviewSecondPerson('id'));
      const problems = await problemsOf(tx, id, lines);
      if (problems.length > 0) refuse(...problems);
      const { rows: [review] } = await tx.tx.query<{ id: string }>('insert into health_insurance.claim_review (claim_id, reviewed_by, reviewed_on, adjustment) values ($1, $2, $3, $4) returning id', [id, tx.actor.id, tx.today, adjustment ?? null]);
      await ask(tx, sql`
        insert into health_insurance.claim_review_line (claim_id, review_id, line_id, quantity, price, rejected, justification)
        select l.claim_id, ${review?.id ?? null}::uuid, l.id, g.quantity, round(g.price, o.minor_digits), coalesce(g.rejected, false), g.justification
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as g (number integer, quantity numeric, price numeric, rejected boolean, justification text)
        join health_insurance.claim_line l on l.claim_id = ${id}::uuid and l.number = g.number join transactions.currency o on o.code = l.currency`);
      await tx.tx.query("update health_insurance.claim set review_state = 'DELIVERED' where id = $1", [id]);
      return { claim: { id } };
    });
  }
}
