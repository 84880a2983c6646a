import { randomUUID } from 'node:crypto';
import {
  Arg, ask, chosenRows, Ctx, Decimal, Field, IdempotentInput, InputType, Int, Mutation, ObjectType, Payload, refuse, registerEnumType, Requires, Resolver, sql, trusted, WhereField, write, type Context,
} from '@kinga/plugin-sdk';
import { Claim } from './claim.js';
import { seesClaim } from './hold-claims.js';
import { sampleShare } from './refusals.js';

export enum SelectClaimsFor {
  REVIEW = 'REVIEW',
  FEEDBACK = 'FEEDBACK',
}
registerEnumType(SelectClaimsFor, {
  name: 'SelectClaimsFor',
  description: 'What claims are selected for.',
  valuesConfig: { REVIEW: { description: 'A medical review.' }, FEEDBACK: { description: 'Asking the patient.' } },
});

export enum SelectClaimsAction {
  SELECT = 'SELECT',
  SKIP = 'SKIP',
  BYPASS = 'BYPASS',
}
registerEnumType(SelectClaimsAction, {
  name: 'SelectClaimsAction',
  description: 'What is done with the claims that are chosen.',
  valuesConfig: { SELECT: { description: 'They are selected.' }, SKIP: { description: 'It is decided against them.' }, BYPASS: { description: 'Those that are selected go on without it.' } },
});

@InputType({ description: 'Which claims, of those that are submitted or checked, and what for.' })
export class ClaimsSelectInput extends IdempotentInput {
  @Field(() => SelectClaimsFor, { description: 'What for.' })
  purpose!: SelectClaimsFor;

  @Field(() => SelectClaimsAction, { defaultValue: SelectClaimsAction.SELECT, description: 'What is done with them.' })
  action!: SelectClaimsAction;

  @WhereField(() => Claim, { description: 'The filter of lists of claims; all where left out.' })
  where?: object | null;

  @Field(() => Decimal, { nullable: true, description: 'Claims alone that ask for more than the average of the same main diagnosis by this share: 0.5 is half as much again.' })
  aboveAverage?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'A sample alone of those, drawn at random by the server: 0.1 is one in ten, rounded up.' })
  sample?: string | null;
}

@ObjectType({ description: 'Answer of `claimsSelect`.' })
export class ClaimsSelectPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many could be chosen from.' })
  found?: number;

  @Field(() => Int, { nullable: true, description: 'How many were chosen.' })
  chosen?: number;

  @Field(() => String, { nullable: true, description: 'What the sample was drawn by, made by the server: the claims whose SHA-256 of it and their UUID comes first. Whoever audits draws it again.' })
  seed?: string | null;
}

/** From which states of selection each action leads, and where. */
const MOVES = { SELECT: [['IDLE', 'NOT_SELECTED', 'BYPASSED'], 'SELECTED'], SKIP: [['IDLE', 'SELECTED'], 'NOT_SELECTED'], BYPASS: [['SELECTED'], 'BYPASSED'] } as const;

@Resolver()
export class SelectClaims {
  @Mutation(() => ClaimsSelectPayload, { description: 'Selects claims for review or feedback, or decides against it: all that a filter chooses, or a random sample of them.' })
  @Requires('health-insurance.claims.select')
  claimsSelect(@Arg('input', () => ClaimsSelectInput, { description: 'Which claims, and what for.' }) input: ClaimsSelectInput, @Ctx() ctx: Context): Promise<ClaimsSelectPayload> {
    return write<ClaimsSelectPayload, ClaimsSelectInput>(ctx, { operation: 'claimsSelect', input }, async (tx, { purpose, action, where, aboveAverage, sample }) => {
      if (sample && (Number(sample) <= 0 || Number(sample) > 1)) refuse(sampleShare('sample'));
      const column = trusted(purpose === SelectClaimsFor.REVIEW ? 'review_state' : 'feedback_state');
      const [from, to] = MOVES[action];
      const seed = randomUUID();
      const { rows: [done] } = await ask<{ found: number; chosen: number }>(tx, sql`
        with found as materialized (
          select c.id from health_insurance.claim c where c.state in ('SUBMITTED', 'CHECKED') and c.${column} = any(${from}::text[]) and ${seesClaim(tx, 'c')} and ${where ? chosenRows(tx, () => Claim, trusted('c'), where) : trusted('true')}
            and ${aboveAverage ? sql`c.claimed > (1 + ${aboveAverage}::numeric) * (select avg(o.claimed) from health_insurance.claim o where o.diagnosis_id = c.diagnosis_id and o.currency = c.currency and o.state not in ('ENTERED', 'WITHDRAWN'))` : trusted('true')}),
        chosen as materialized (
          select id from found order by ${sample ? sql`sha256(convert_to(${seed}::text || id::text, 'UTF8'))` : trusted('id')} limit ceil((select count(*) from found) * ${sample ?? '1'}::numeric)),
        held as materialized (select c.id from health_insurance.claim c where c.id in (select id from chosen) order by c.id for no key update),
        moved as (update health_insurance.claim c set ${column} = ${to} from held where c.id = held.id returning c.id)
        select (select count(*)::int from found) as found, (select count(*)::int from moved) as chosen`);
      return { found: done?.found ?? 0, chosen: done?.chosen ?? 0, seed: sample ? seed : null };
    });
  }
}
