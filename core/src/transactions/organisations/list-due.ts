import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { parameters, render, sql } from '../../kernel/read/sql.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { OrganisationAccount } from '../../people/organisations/accounts/organisation-account.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { byProgramme } from '../../people/scope.js';
import { ofWholeProgrammes } from '../../programmes/whole-programme.js';
import { uuidIn } from '../balances/ids-in-arguments.js';
import { channelsOf } from '../channels/channels-of.js';
import { duePayments, ORGANISATION_PROBLEMS, type OrganisationProblem } from './due.js';
import { organisationPayables } from './organisation-payables.js';

@ObjectType({ description: 'Something that is owed to an organisation, and that a run could pay.' })
export class OrganisationPaymentDue {
  @Field(() => String, { description: 'What it is, such as transactions.deductions: who brought it.' })
  source!: string;

  @Field(() => ID, { description: 'The id of what is paid, such as that of a remittance.' })
  sourceId!: string;

  @Field(() => Organisation, { nullable: true, description: 'To whom.' })
  organisation!: { readonly id: string };

  @Field(() => MoneyValue, { description: 'How much.' })
  amount!: MoneyValue;

  @Field(() => OrganisationAccount, { nullable: true, description: 'The account that it would go into; null where there is a problem.' })
  account!: { readonly id: string } | null;

  @Field(() => String, { nullable: true, description: 'Why a run through the channel would leave it out: NO_ACCOUNT, ACCOUNT_NOT_VERIFIED, ACCOUNT_KIND, ACCOUNT_CURRENCY, AMOUNT_TOO_FINE; null where it would be paid.' })
  problem!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in words.' })
  explanation!: string | null;
}

interface Row extends Record<string, unknown> {
  readonly source: string;
  readonly id: string;
  readonly organisation_id: string;
  readonly amount: string;
  readonly account_id: string | null;
  readonly problem: OrganisationProblem | null;
}

@Resolver()
export class ListOrganisationPaymentsDue {
  @Query(() => [OrganisationPaymentDue], { description: 'What is owed to organisations by a programme and could be sent now, with what would be left out and why. Nothing for whoever is limited to places or organisations.' })
  @Requires('transactions.runs.read')
  async organisationPaymentsDue(
    @Arg('programmeId', () => ID, { description: 'By which programme, in its currency.' }) programmeId: string,
    @Arg('channel', () => String, { description: 'Name of the payment channel; `paymentChannels` lists them.' }) channel: string,
    @Arg('funderId', () => ID, { nullable: true, description: 'What this organisation funds; what nobody in particular funds where left out.' }) funderId: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly OrganisationPaymentDue[]> {
    const [programme, funder, through] = [uuidIn('programmeId', programmeId, 'programme'), uuidIn('funderId', funderId, 'organisation'), channelsOf(ctx.platform).get(channel)];
    if (!ofWholeProgrammes(ctx) || !through) return [];
    const seen = render(sql`select p.currency from programmes.programme p where p.id = ${programme}::uuid and ${inScope(ctx, byProgramme('programme'), { programme: sql`p.id` })}`);
    const { rows: [found] } = await readRows<{ currency: string }>(ctx, seen.text, parameters(seen, { ctx, variables: {} }));
    if (!found || !programme) return [];
    const statement = render(sql`select due.source, due.id, due.organisation_id, due.amount::text, due.account_id, due.problem from (${duePayments(ctx, { programmeId: programme, funderId: funder, currency: found.currency }, through)}) due
      join people.organisation o on o.id = due.organisation_id order by o.code, due.source, due.id`);
    ctx.platform.onStatement(statement.text);
    const { rows } = await readRows<Row>(withoutLimits(ctx), statement.text, parameters(statement, { ctx, variables: {} }));
    const payables = ctx.platform.extensions(organisationPayables);
    return rows.map((row) => ({
      source: row.source, sourceId: encodeId(payables.get(row.source)?.prefix ?? row.source, row.id), organisation: { id: row.organisation_id }, amount: new MoneyValue(row.amount, found.currency),
      account: row.account_id === null ? null : { id: row.account_id }, problem: row.problem, explanation: row.problem && ORGANISATION_PROBLEMS[row.problem],
    }));
  }
}
