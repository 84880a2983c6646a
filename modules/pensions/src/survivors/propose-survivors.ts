import {
  Arg, ArrayMaxSize, ArrayMinSize, Ctx, Field, IdempotentInput, InputType, IsOptional, Matches, Mutation, ObjectType, Payload, Person, Programme, publish, Ref, refuse, Requires, Resolver, uuidv7, ValidateNested,
  write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { PensionAward } from '../awards/award.js';
import { holdAward, type HeldAward } from '../awards/hold-award.js';
import { somePerson } from '../employment/some-person.js';
import { survivorsProposed } from '../events.js';
import { schemeOf } from '../scheme-of.js';
import { caseTaken, nobodyDied, survivorTwice } from './refusals.js';
import { sharesOf, type Shares, type Survivor } from './shares.js';
import { SurvivorCase } from './survivor-case.js';

@InputType({ description: 'Somebody who survives.' })
export class SurvivorInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Field(() => String, { description: 'What they were to who died: SPOUSE, CHILD, ORPHAN, PARENT, or what else the rules know.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'relation must be 1 to 60 capital letters, digits and underscores' })
  relation!: string;
}

@InputType({ description: 'Who survives somebody who had a pension.' })
export class SurvivorsProposeInput extends IdempotentInput {
  @Ref(() => PensionAward, { description: 'The pension of who died.', erased: true })
  awardId!: string;

  @Ref(() => Programme, { nullable: true, description: 'By which scheme survivors are paid; the same where left out.' })
  @IsOptional()
  programmeId?: string | null;

  @Field(() => [SurvivorInput], { description: 'All of them, 1 to 20.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  survivors!: SurvivorInput[];
}

@ObjectType({ description: 'Answer of mutations about survivors.' })
export class SurvivorCasePayload extends Payload {
  @Field(() => SurvivorCase, { nullable: true, description: 'The case as it stands now.' })
  case?: { readonly id: string };
}

interface Whole {
  readonly from: string;
  readonly whole: string;
}

/** From the month after the death on: what the pension was worth, raised as it would have been. */
async function wholeOf(ctx: TxContext, award: HeldAward): Promise<Whole> {
  const { rows: [whole] } = await ctx.tx.query<Whole>(
    `with start as (select (date_trunc('month', greatest($2::date, $5::date)::timestamp) + interval '1 month')::date as day)
     select start.day::text as "from", t.whole::text from start, pensions.timeline($3, $4, $5, null, $6, jsonb_build_array(jsonb_build_object('from', greatest($2::date, $5::date), 'whole', pensions.worth($1, greatest($2::date, $5::date))))) with ordinality t
     where t.at <= start.day order by t.ordinality desc limit 1`, [award.id, award.last_day, award.programme_id, award.kind, award.from_day, award.digits]);
  return whole ?? refuse(nobodyDied('awardId'));
}

async function keepShares(ctx: TxContext, id: string, programmeId: string, survivors: readonly Survivor[], all: readonly Shares[]): Promise<void> {
  const rows = all.flatMap(({ from, shares }, at) => survivors.flatMap(({ personId, relation }) => {
    const part = shares.get(personId);
    const before = all[at - 1]?.shares.get(personId);
    return part && (part.share !== before?.share || part.above !== before.above) ? [{ personId, relation, from, ...part }] : [];
  }));
  await ctx.tx.query(
    `insert into pensions.survivor_share (case_id, programme_id, person_id, relation, from_day, share, above) select $1, $2, s."personId", s.relation, s."from", s.share, s.above from jsonb_to_recordset($3) as s("personId" uuid, relation text, "from" date, share numeric, above numeric)`,
    [id, programmeId, JSON.stringify(rows)]);
}

@Resolver()
export class ProposeSurvivors {
  @Mutation(() => SurvivorCasePayload, { description: 'Works out which parts of the pension of somebody who died their survivors have, from day to day, by the rules of the scheme that pays them. Another person decides on it.' })
  @Requires('pensions.claims.lodge')
  survivorsPropose(@Arg('input', () => SurvivorsProposeInput, { description: 'Who survives whom.' }) input: SurvivorsProposeInput, @Ctx() ctx: Context): Promise<SurvivorCasePayload> {
    return write<SurvivorCasePayload, SurvivorsProposeInput>(ctx, { operation: 'survivorsPropose', input, constraints: { survivor_case_once: caseTaken('awardId') } }, async (tx, { awardId, programmeId, survivors }) => {
      const award = await holdAward(tx, awardId);
      const { rowCount } = await tx.tx.query("select from pensions.award a join people.person p on p.id = a.person_id where a.id = $1 and p.death_date is not null and a.last_day is not null", [awardId]);
      if (!rowCount) refuse(nobodyDied('awardId'));
      const by = programmeId ?? award.programme_id;
      const { currency } = await schemeOf(tx, by);
      for (const [index, { personId }] of survivors.entries()) {
        if (personId === award.person_id || survivors.findIndex((other) => other.personId === personId) < index) refuse(survivorTwice(`survivors.${index}.personId`));
        await somePerson(tx, personId, `survivors.${index}.personId`);
      }
      const { from, whole } = await wholeOf(tx, award);
      const shares = await sharesOf(tx, by, from, survivors);
      const id = uuidv7();
      await tx.tx.query('insert into pensions.survivor_case (id, award_id, programme_id, person_id, from_day, whole, currency, proposed_by) values ($1, $2, $3, $4, $5, $6, $7, $8)', [id, awardId, by, award.person_id, from, whole, currency, tx.actor.id]);
      await keepShares(tx, id, by, survivors, shares);
      await publish(tx, survivorsProposed, { id });
      return { case: { id } };
    });
  }
}
