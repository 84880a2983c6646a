import {
  Arg, ArrayMaxSize, ArrayMinSize, ask, Ctx, Decimal, Field, findPlaces, IdempotentInput, inProgrammesOf, InputType, IsOptional, Length, LocalDate, Matches, minorDigits, Mutation, ObjectType, Payload, Programme, publish, Ref,
  refuse, Requires, Resolver, sql, uuidv7, ValidateNested, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { shockProposed } from '../events.js';
import { checkScheme } from '../programme-of.js';
import { ShockMeasureKind } from './measure.js';
import { amountDigits, measureFields, shockDates, shockTaken, targetsHouseholds } from './refusals.js';
import { Shock } from './shock.js';

@InputType({ description: 'How much a top-up is. Amounts in the currency of the programme.' })
export class TopUpInput {
  @Field(() => Decimal, { description: 'For each enrolment.' })
  amount!: string;

  @Field(() => Decimal, { nullable: true, description: 'Beside, for each member of a household; nothing where left out.' })
  perMember?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'For one enrolment at most; no limit where left out.' })
  most?: string | null;

  @Field(() => Decimal, { description: 'In all at most: more is refused.' })
  budget!: string;

  @Field(() => LocalDate, { description: 'Day from which it may be paid.' })
  dueOn!: string;
}

@InputType({ description: 'What a programme does about a shock.' })
export class ShockMeasureInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  programmeId!: string;

  @Field(() => ShockMeasureKind, { description: 'What is done.' })
  kind!: ShockMeasureKind;

  @Field(() => TopUpInput, { nullable: true, description: 'How much, of a top-up.' })
  @IsOptional()
  @ValidateNested()
  topUp?: TopUpInput | null;
}

@InputType({ description: 'A shock, and what is to be done about it.' })
export class ShockProposeInput extends IdempotentInput {
  @Field(() => String, { description: 'What rules and books call it: capital letters, digits, _ and -.' })
  @Matches(/^[A-Z][A-Z0-9_-]{1,29}$/)
  code!: string;

  @Field(() => String, { description: 'Of which kind it is, such as FLOOD; rules ask for it.' })
  @Matches(/^[A-Z][A-Z0-9_]{1,29}$/)
  kind!: string;

  @Field(() => String, { description: 'What it is called.' })
  @Length(1, 200)
  name!: string;

  @Field(() => LocalDate, { description: 'When it happened.' })
  happenedOn!: string;

  @Field(() => LocalDate, { description: 'The last day of what is done about it.' })
  endsOn!: string;

  @Field(() => [String], { description: 'Codes of the places: these and those below.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  placeCodes!: string[];

  @Field(() => [ShockMeasureInput], { description: 'What is to be done.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  measures!: ShockMeasureInput[];
}

@ObjectType({ description: 'Answer of mutations that write a shock.' })
export class ShockPayload extends Payload {
  @Field(() => Shock, { nullable: true, description: 'The shock.' })
  shock?: { readonly id: string };
}

async function addMeasure(ctx: TxContext, shock: string, number: number, { programmeId, kind, topUp }: ShockMeasureInput): Promise<void> {
  const path = `measures.${number - 1}`;
  await checkScheme(ctx, programmeId, `${path}.programmeId`);
  const { rows: [programme] } = await ask<{ target: string; currency: string }>(ctx, sql`select p.target, p.currency from programmes.programme p where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (!programme || programme.target === 'ORGANISATION') return refuse(targetsHouseholds(`${path}.programmeId`));
  if ((kind === ShockMeasureKind.TOP_UP) !== Boolean(topUp)) refuse(measureFields(`${path}.topUp`));
  const digits = await minorDigits(ctx, programme.currency);
  for (const [name, amount] of Object.entries({ amount: topUp?.amount, perMember: topUp?.perMember, most: topUp?.most, budget: topUp?.budget })) {
    if (amount && (amount.split('.')[1]?.replace(/0+$/, '').length ?? 0) > digits) refuse(amountDigits(`${path}.topUp.${name}`, { amount, currency: programme.currency }));
    if (amount?.startsWith('-')) refuse(measureFields(`${path}.topUp.${name}`));
  }
  await ctx.tx.query(
    'insert into cash_transfers.shock_measure (id, shock_id, number, programme_id, kind, amount, per_member, most, budget, due_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [uuidv7(), shock, number, programmeId, kind, topUp?.amount ?? null, topUp ? topUp.perMember ?? '0' : null, topUp?.most ?? null, topUp?.budget ?? null, topUp?.dueOn ?? null]);
}

@Resolver()
export class ProposeShock {
  @Mutation(() => ShockPayload, { description: 'Proposes what is to be done about something that befell places. Nothing is done before a second person declares it; `shockPlan` says what it would cost.' })
  @Requires('cash-transfers.shocks.propose')
  shockPropose(@Arg('input', () => ShockProposeInput, { description: 'The shock.' }) input: ShockProposeInput, @Ctx() ctx: Context): Promise<ShockPayload> {
    const constraints = { shock_code_key: shockTaken('code'), shock_days: shockDates('endsOn'), shock_measure_budget: measureFields('measures'), shock_measure_most: measureFields('measures') };
    return write<ShockPayload, ShockProposeInput>(ctx, { operation: 'shockPropose', input, constraints }, async (tx, { code, kind, name, happenedOn, endsOn, placeCodes, measures }) => {
      if (happenedOn > tx.today) refuse(shockDates('happenedOn'));
      const places = await findPlaces(tx, placeCodes.map((each, index) => ({ code: each, path: `placeCodes.${index}` })));
      const id = uuidv7();
      await tx.tx.query('insert into cash_transfers.shock (id, code, kind, name, happened_on, ends_on, proposed_by) values ($1, $2, $3, $4, $5, $6, $7)', [id, code, kind, name, happenedOn, endsOn, tx.actor.id]);
      await tx.tx.query('insert into cash_transfers.shock_place (shock_id, place_id) select $1, unnest($2::uuid[])', [id, [...new Set(places.values())]]);
      for (const [index, measure] of measures.entries()) await addMeasure(tx, id, index + 1, measure);
      await publish(tx, shockProposed, { id });
      return { shock: { id } };
    });
  }
}
