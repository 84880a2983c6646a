import {
  Arg, ask, beyondScope, Ctx, Field, InputType, inScope, Int, MaxLength, MinLength, MoneyInput, Mutation, ObjectType, Payload, Ref, refuse, Requires, Resolver, sql, write, type Context, type Refusal, type TxContext,
} from '@kinga/plugin-sdk';
import { employerNotFound } from '../employers/refusals.js';
import { schemeOf, type Scheme } from '../scheme-of.js';
import { ofMember, ofMembership } from '../scope.js';
import { Contribution } from './contribution.js';
import { ContributionsRecordInput, type ContributionRecordInput } from './record-input.js';
import { contributionDeclared, contributionNotFound, contributionTwice, contributionUndone, creditedEmployer, recordAmount, recordMonth, recordPart, recordPerson, recordReason } from './refusals.js';

@ObjectType({ description: 'Answer of `contributionsRecord`.' })
export class ContributionsRecordPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many months were recorded.' })
  recorded?: number;
}

@InputType({ description: 'A contribution that is taken back.' })
export class ContributionReverseInput extends MoneyInput {
  @Ref(() => Contribution, { description: 'The contribution: a credit, or one that was taken over.', erased: true })
  contributionId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of `contributionReverse`.' })
export class ContributionReversePayload extends Payload {
  @Field(() => Contribution, { nullable: true, description: 'The contribution that takes it back.' })
  contribution?: { readonly id: string };
}

/** What speaks against months, with the place of each. */
async function problemsOf(tx: TxContext, { id, currency, digits }: Scheme, { source, months }: ContributionsRecordInput): Promise<readonly Refusal[]> {
  const credits = source === 'CREDIT';
  const shape = months.flatMap(({ reason, parts, employerNumber }, index) => [
    ...(Boolean(reason) !== credits ? [recordReason(`months.${index}.reason`)] : []), ...(credits && (parts.length > 0 || employerNumber) ? [creditedEmployer(`months.${index}.parts`)] : []),
  ]);
  const { rows } = await ask<{ index: number; what: string; amount: string | null }>(tx, sql`
    with given as (select t.*, t.position::int - 1 as index from rows from (jsonb_to_recordset(${JSON.stringify(months)}::jsonb) as ("memberNumber" text, month date, "employerNumber" text, earnings numeric, counted numeric, parts jsonb))
      with ordinality as t("memberNumber", month, "employerNumber", earnings, counted, parts, position))
    select g.index, 'member' as what, null as amount from given g where not exists (
      select from pensions.member m join people.person p on p.id = m.person_id and p.erased_on is null where m.programme_id = ${id}::uuid and m.number = g."memberNumber" and ${inScope(tx, ofMembership, { programme: sql`m.programme_id`, person: sql`m.person_id` })})
    union all select g.index, 'employer', null from given g where g."employerNumber" is not null and not exists (select from pensions.employer e where e.number = g."employerNumber")
    union all select g.index, 'month', null from given g left join pensions.member m on m.programme_id = ${id}::uuid and m.number = g."memberNumber" left join people.person p on p.id = m.person_id
      where g.month > ${tx.today}::date or p.birth_date > g.month + 31
    union all select g.index, 'part', part.value ->> 'code' from given g cross join lateral jsonb_array_elements(g.parts) part
      where not exists (select from pensions.contribution_part p where p.programme_id = ${id}::uuid and p.code = part.value ->> 'code')
    union all select g.index, 'amount', a.amount::text from given g cross join lateral (
      select g.earnings as amount union all select g.counted union all select (part.value ->> 'amount')::numeric from jsonb_array_elements(g.parts) part) a
      where a.amount < 0 or scale(trim_scale(a.amount)) > ${digits}::int
    order by 1, 2`);
  const said: Readonly<Record<string, (index: number, amount: string) => Refusal>> = {
    member: (index) => recordPerson(`months.${index}.memberNumber`), employer: (index) => employerNotFound(`months.${index}.employerNumber`), month: (index) => recordMonth(`months.${index}.month`),
    part: (index, code) => recordPart(`months.${index}.parts`, { code }), amount: (index, amount) => recordAmount(`months.${index}`, { amount, currency, digits }),
  };
  return [...shape, ...rows.flatMap(({ index, what, amount }) => said[what]?.(index, amount ?? '') ?? [])].slice(0, 20);
}

async function insert(tx: TxContext, { id, currency, digits }: Scheme, source: string, months: readonly ContributionRecordInput[]): Promise<number> {
  const { rowCount } = await ask(tx, sql`
    insert into pensions.contribution (person_id, programme_id, month, employer_id, category, source, reference, reason, currency, earnings_declared, earnings_counted, days,
      worker_amount, employer_amount, state_amount, amount, parts, posted_on)
    select m.person_id, ${id}::uuid, date_trunc('month', g.month)::date, e.id, g.category, ${source}, g.reference, g.reason, ${currency}, round(g.earnings, ${digits}::int), round(coalesce(g.counted, g.earnings), ${digits}::int), g.days,
      s.worker, s.employer, s.state, s.worker + s.employer + s.state, s.parts, ${tx.today}::date
    from jsonb_to_recordset(${JSON.stringify(months)}::jsonb) as g(reference text, "memberNumber" text, month date, "employerNumber" text, category text, earnings numeric, counted numeric, days integer, parts jsonb, reason text)
    join pensions.member m on m.programme_id = ${id}::uuid and m.number = g."memberNumber" left join pensions.employer e on e.number = g."employerNumber"
    cross join lateral (
      select coalesce(sum(v.amount) filter (where p.paid_by = 'WORKER'), 0) as worker, coalesce(sum(v.amount) filter (where p.paid_by = 'EMPLOYER'), 0) as employer, coalesce(sum(v.amount) filter (where p.paid_by = 'STATE'), 0) as state,
        coalesce(jsonb_object_agg(v.code, v.amount) filter (where v.amount <> 0), '{}') as parts
      from (select part.value ->> 'code' as code, round(sum((part.value ->> 'amount')::numeric), ${digits}::int) as amount from jsonb_array_elements(g.parts) part group by 1) v
      left join pensions.contribution_part p on p.programme_id = ${id}::uuid and p.code = v.code) s
    order by m.person_id, g.month`);
  return rowCount ?? 0;
}

async function takeBack(tx: TxContext, contributionId: string): Promise<string> {
  const { rows: [found] } = await ask<{ source: string; undone: boolean }>(tx, sql`
    select c.source, c.undoes_id is not null or exists (select from pensions.contribution u where u.undoes_id = c.id) as undone from pensions.contribution c
    where c.id = ${contributionId}::uuid and ${inScope(tx, ofMember, { programme: sql`c.programme_id`, person: sql`c.person_id`, employer: sql`c.employer_id` })} for no key update of c`);
  if (!found) return refuse(contributionNotFound('contributionId'));
  if (found.source === 'DECLARATION') refuse(contributionDeclared('contributionId'));
  if (found.undone) refuse(contributionUndone('contributionId'));
  const { rows: [made] } = await ask<{ id: string }>(tx, sql`
    insert into pensions.contribution (person_id, programme_id, month, employer_id, category, source, reference, reason, undoes_id, currency, earnings_declared, earnings_counted, days, worker_amount, employer_amount, state_amount,
      amount, parts, posted_on)
    select c.person_id, c.programme_id, c.month, c.employer_id, c.category, c.source, c.reference, c.reason, c.id, c.currency, -c.earnings_declared, -c.earnings_counted, -c.days, -c.worker_amount, -c.employer_amount, -c.state_amount,
      -c.amount, pensions.parts_less('{}', c.parts), ${tx.today}::date
    from pensions.contribution c where c.id = ${contributionId}::uuid returning id`);
  return made?.id ?? refuse(contributionNotFound('contributionId'));
}

@Resolver()
export class RecordContributions {
  @Mutation(() => ContributionsRecordPayload, { description: 'Records months that nobody declares: credits, and what is taken over from records of before. All of them, or none where something speaks against one.' })
  @Requires('pensions.contributions.record')
  contributionsRecord(@Arg('input', () => ContributionsRecordInput, { description: 'The months.' }) input: ContributionsRecordInput, @Ctx() ctx: Context): Promise<ContributionsRecordPayload> {
    return write<ContributionsRecordPayload, ContributionsRecordInput>(ctx, { operation: 'contributionsRecord', input, constraints: { contribution_of_reference: contributionTwice('months') } }, async (tx, given) => {
      const scheme = await schemeOf(tx, given.programmeId);
      return beyondScope(tx, async () => {
        const problems = await problemsOf(tx, scheme, given);
        if (problems.length > 0) refuse(...problems);
        return { recorded: await insert(tx, scheme, given.source, given.months) };
      });
    });
  }

  @Mutation(() => ContributionReversePayload, { description: 'Takes back a credit, or what was taken over, by its opposite.' })
  @Requires('pensions.contributions.record')
  contributionReverse(@Arg('input', () => ContributionReverseInput, { description: 'Which, and why.' }) input: ContributionReverseInput, @Ctx() ctx: Context): Promise<ContributionReversePayload> {
    return write<ContributionReversePayload, ContributionReverseInput>(ctx, { operation: 'contributionReverse', input }, async (tx, { contributionId }) => ({ contribution: { id: await takeBack(tx, contributionId) } }));
  }
}
