import {
  Arg, Ctx, Decimal, Field, ID, inPlacesOf, inProgrammesOf, Int, ObjectType, parameters, Query, readRows, render, Requires, Resolver, sql, decodeId, trusted, type Context, type Sql,
} from '@kinga/plugin-sdk';

@ObjectType({ description: 'What a measure would do in a part of the country.' })
export class ShockPlanPart {
  @Field(() => String, { description: 'Code of the place that the shock befell.' })
  placeCode!: string;

  @Field(() => Int, { description: 'Enrolments that would get it.' })
  enrolments!: number;

  @Field(() => Int, { description: 'Persons in them.' })
  persons!: number;

  @Field(() => Int, { description: 'Enrolments that would get it but cannot be paid: nobody stands for them, or whoever did has died.' })
  withoutPayee!: number;

  @Field(() => Decimal, { description: 'How much it would make owed, in the currency of the programme.' })
  amount!: string;
}

@ObjectType({ description: 'What a measure would do if it were carried out now. Nothing is written.' })
export class ShockPlan {
  @Field(() => Int, { description: 'Number of the measure.' })
  measure!: number;

  @Field(() => String, { description: 'Code of the programme.' })
  programmeCode!: string;

  @Field(() => String, { description: 'TOP_UP or TEMPORARY_ENROLMENT.' })
  kind!: string;

  @Field(() => Decimal, { nullable: true, description: 'How much it may make owed in all; null where it pays nothing by itself.' })
  budget?: string | null;

  @Field(() => Boolean, { description: 'Whether it would make more owed than it may.' })
  overBudget!: boolean;

  @Field(() => [ShockPlanPart], { description: 'By the places that the shock befell; a place that lies in another of them is counted once, in the lowest. Of a temporary enrolment: whoever lives there and is not enrolled, before rules are asked (`simulationStart` asks them).' })
  parts!: readonly ShockPlanPart[];
}

interface Row {
  readonly measure: number;
  readonly programme_code: string;
  readonly kind: string;
  readonly budget: string | null;
  readonly place_code: string | null;
  readonly enrolments: number;
  readonly persons: number;
  readonly without_payee: number;
  readonly amount: string;
  readonly over_budget: boolean;
}

/** Whom the measures of a shock are for, by the lowest place of the shock. */
function planned(ctx: Context, shock: string): Sql {
  const there = sql`(select root.code from cash_transfers.shock_place s join people.place root on root.id = s.place_id join people.place here on here.id = w.place_id and here.number between root.number and root.last_number
    where s.shock_id = m.shock_id order by root.depth desc limit 1)`;
  return sql`
    select m.number as measure, p.code as programme_code, m.kind, round(m.budget, c.minor_digits)::text as budget, w.place_code, coalesce(count(w.place_code) filter (where w.payable), 0)::int as enrolments, coalesce(sum(w.persons) filter (where w.payable), 0)::int as persons,
      count(w.place_code) filter (where not w.payable)::int as without_payee, round(coalesce(sum(w.amount) filter (where w.payable), 0), c.minor_digits)::text as amount,
      coalesce(sum(sum(w.amount) filter (where w.payable)) over (partition by m.number) > m.budget, false) as over_budget
    from cash_transfers.shock_measure m join programmes.programme p on p.id = m.programme_id and ${inProgrammesOf(ctx, sql`p.id`)} join transactions.currency c on c.code = p.currency
    left join lateral (
      select ${there} as place_code, w.persons, w.amount, w.payable from (
        select t.place_id, t.persons, t.amount, t.payee_id is not null as payable from cash_transfers.top_up_of(m.id) t
        union all
        select h.place_id, (select count(*)::int from people.person one where one.household_id = h.id), 0, true from people.household h
        where m.kind = 'TEMPORARY_ENROLMENT' and p.target = 'HOUSEHOLD' and h.closed_on is null and cash_transfers.befallen(m.shock_id, h.place_id)
          and not exists (select from programmes.enrolment e where e.programme_id = m.programme_id and e.household_id = h.id and e.state in ('ENROLLED', 'SUSPENDED'))
        union all
        select one.place_id, 1, 0, true from people.person one
        where m.kind = 'TEMPORARY_ENROLMENT' and p.target = 'PERSON' and one.death_date is null and one.merged_into_id is null and one.erased_on is null and cash_transfers.befallen(m.shock_id, one.place_id)
          and not exists (select from programmes.enrolment e where e.programme_id = m.programme_id and e.person_id = one.id and e.state in ('ENROLLED', 'SUSPENDED'))) w
      where ${ctx.actor.places === null ? trusted('true') : inPlacesOf(ctx, sql`w.place_id`)}) w on true
    where m.shock_id = ${shock}::uuid group by m.number, p.code, m.kind, m.budget, c.minor_digits, w.place_code order by m.number, w.place_code`;
}

@Resolver()
export class PlanShock {
  @Query(() => [ShockPlan], { description: 'What the measures of a shock would do if they were carried out now, of what the caller sees: whom, where, and how much. Nothing is written.' })
  @Requires('cash-transfers.shocks.read')
  async shockPlan(@Arg('shockId', () => ID, { description: 'Which shock.' }) shockId: string, @Ctx() ctx: Context): Promise<readonly ShockPlan[]> {
    const shock = decodeId(shockId);
    if (shock?.prefix !== 'shock') return [];
    const statement = render(planned(ctx, shock.uuid));
    const { rows } = await readRows<Row>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
    return [...Map.groupBy(rows, ({ measure }) => measure)].map(([measure, of]) => {
      const [first] = of;
      const parts = of.flatMap(({ place_code: placeCode, enrolments, persons, without_payee: withoutPayee, amount }) => (placeCode === null ? [] : [{ placeCode, enrolments, persons, withoutPayee, amount }]));
      return { measure, programmeCode: first?.programme_code ?? '', kind: first?.kind ?? '', budget: first?.budget ?? null, overBudget: first?.over_budget ?? false, parts };
    });
  }
}
