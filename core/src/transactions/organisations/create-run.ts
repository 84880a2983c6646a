import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { inProgrammesOf } from '../../people/scope.js';
import { Programme } from '../../programmes/programme.js';
import { ofWholeProgrammes } from '../../programmes/whole-programme.js';
import { channelNamed } from '../channels/channels-of.js';
import { runCreated } from '../events.js';
import { readOrganisation } from '../funders.js';
import { currencyUnknown, organisationDueChanged, organisationNothingDue, organisationsUnpayable, payableUnknown, programmeNotFound } from '../refusals.js';
import { insertRun } from '../runs/begin-run.js';
import { PaymentRun } from '../runs/payment-run.js';
import { writeBatches } from '../runs/write-batches.js';
import { settingsOf } from '../settings.js';
import { duePayments, type WantedPayables } from './due.js';
import { organisationPayables } from './organisation-payables.js';

@InputType({ description: 'What to pay to organisations.' })
export class OrganisationPaymentRunCreateInput extends MoneyInput {
  @Ref(() => Programme, { description: 'What this programme owes, in its currency.' })
  programmeId!: string;

  @Field(() => String, { description: 'Name of the payment channel; `paymentChannels` lists them.' })
  @MinLength(1)
  @MaxLength(100)
  channel!: string;

  @Ref(() => Organisation, { nullable: true, description: 'What this organisation funds; what nobody in particular funds where left out.' })
  @IsOptional()
  funderId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Only what comes from these sources, such as transactions.deductions; all that is due where left out.' })
  @IsOptional()
  @MaxLength(100, { each: true })
  sources?: readonly string[] | null;
}

@ObjectType({ description: 'Answer of `organisationPaymentRunCreate`.' })
export class OrganisationPaymentRunCreatePayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run, which waits for another person to approve it.' })
  run?: { readonly id: string };

  @Field(() => Int, { nullable: true, description: 'How much of what is due it leaves out, since it cannot be paid: `organisationPaymentsDue` lists it with the reasons.' })
  leftOut?: number;
}

/** Writes the payments of a run, of what is due when nobody else makes a run of the programme. Gives how many are left out, by why. */
async function writePayments(ctx: TxContext, runId: string, wanted: WantedPayables, channel: string): Promise<readonly { readonly problem: string | null; readonly count: number }[]> {
  const { rows } = await ask<{ problem: string | null; count: number }>(ctx, sql`
    with due as materialized (${duePayments(ctx, wanted, channelNamed(ctx.platform, channel, 'channel'))}),
    written as (
      insert into transactions.organisation_payment (id, run_id, batch_number, programme_id, organisation_id, account_id, payee_name, amount, currency, reference, source, source_id)
      select made.id, ${runId}::uuid, (made.position - 1) / ${settingsOf(ctx).batchSize}::int + 1, ${wanted.programmeId}::uuid, made.organisation_id, made.account_id, made.payee_name, made.amount, ${wanted.currency}, replace(made.id::text, '-', ''), made.source, made.source_id
      from (select kernel.uuid7() as id, row_number() over (order by due.source, due.id) as position, due.id as source_id, due.source, due.organisation_id, due.account_id, due.payee_name, due.amount from due where due.problem is null) made order by made.position)
    select problem, count(*)::int as count from due group by problem order by problem`);
  return rows;
}

/** Holds what a run pays: whoever paid some of it by hand meanwhile was first. */
async function holdPaid(ctx: TxContext, runId: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ source: string; ids: readonly string[] }>('select source, array_agg(source_id order by source_id) as ids from transactions.organisation_payment where run_id = $1 group by source order by source', [runId]);
  for (const { source, ids } of rows) {
    if (await ctx.platform.extensions(organisationPayables).get(source)?.hold(ctx, ids) !== ids.length) refuse(organisationDueChanged('programmeId'));
  }
}

@Resolver()
export class CreateOrganisationPaymentRun {
  @Mutation(() => OrganisationPaymentRunCreatePayload, { description: 'Makes a payment run of all that a programme owes to organisations and that is approved: remittances, what was withheld for them … Approve, send and answer it like any other run.' })
  @Requires('transactions.runs.create')
  organisationPaymentRunCreate(@Arg('input', () => OrganisationPaymentRunCreateInput, { description: 'What to pay.' }) input: OrganisationPaymentRunCreateInput, @Ctx() ctx: Context): Promise<OrganisationPaymentRunCreatePayload> {
    const constraints = { organisation_payment_live: organisationDueChanged('programmeId') };
    return write<OrganisationPaymentRunCreatePayload, OrganisationPaymentRunCreateInput>(ctx, { operation: 'organisationPaymentRunCreate', input, constraints }, async (tx, { programmeId, channel, funderId, sources }) => {
      channelNamed(tx.platform, channel, 'channel');
      const known = tx.platform.extensions(organisationPayables);
      if (sources?.some((name) => !known.has(name))) refuse(payableUnknown('sources', { known: [...known.keys()].join(', ') }));
      const funder = await readOrganisation(tx, funderId, 'funderId');
      // Who makes a run of the programme at the same time waits here, and sees what this one has taken.
      const { rows: [programme] } = await ask<{ code: string; currency: string; known: boolean }>(tx, sql`
        select p.code, p.currency, exists (select from transactions.currency c where c.code = p.currency) as known from programmes.programme p where p.id = ${programmeId}::uuid and ${inProgrammesOf(tx, sql`p.id`)} for no key update`);
      if (!programme || !ofWholeProgrammes(tx)) return refuse(programmeNotFound('programmeId'));
      if (!programme.known) refuse(currencyUnknown('programmeId', { currency: programme.currency }));
      const id = uuidv7();
      const leftOut = await beyondScope(tx, async () => {
        await insertRun(tx, id, { programmeId, code: programme.code, until: tx.today, currency: programme.currency, channel, funderId: funder, changeTolerance: null, kind: 'ORGANISATIONS', jobId: null });
        const counts = await writePayments(tx, id, { programmeId, funderId: funder, currency: programme.currency, sources: sources ?? undefined }, channel);
        const unpayable = counts.filter(({ problem }) => problem !== null);
        if (counts.length === 0) refuse(organisationNothingDue('programmeId'));
        if (counts.length === unpayable.length) refuse(organisationsUnpayable('channel', { problems: unpayable.map(({ problem, count }) => `${problem} ${count}`).join(', ') }));
        await holdPaid(tx, id);
        await writeBatches(tx, id, 'transactions.organisation_payment');
        await tx.tx.query(
          `update transactions.payment_run set state = 'DRAFT', content_hash = transactions.organisations_hash(id), instruction_count = made.count, total = made.total
           from (select count(*)::int as count, sum(amount) as total from transactions.organisation_payment where run_id = $1) made where id = $1`, [id]);
        return unpayable.reduce((sum, { count }) => sum + count, 0);
      });
      await publish(tx, runCreated, { id });
      return { run: { id }, leftOut };
    });
  }
}
