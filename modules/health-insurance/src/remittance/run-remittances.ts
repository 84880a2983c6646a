import {
  Arg, ask, beyondScope, bookForOrganisations, Ctx, defineJob, Field, inProgrammesOf, InputType, inTransaction, Job, LocalDate, MoneyInput, Mutation, ObjectType, PayableMove, Payload, Programme, publish, Ref, refuse, requireWholeProgramme, Requires, Resolver, sql, startJob, uuidv7, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { remittanceApproved } from './events.js';
import { planOfProgramme, remittanceBooksClosed, remittanceEmpty, remittanceOpen, remittanceRunNotFound, remittanceRunState, remittanceSecondPerson, remittanceStale } from './refusals.js';
import { RemittanceRun, RemittanceRunState } from './remittance-run.js';

@InputType({ description: 'A remittance run.' })
export class RemittanceRunCreateInput extends MoneyInput {
  @Ref(() => Programme, { description: 'Of which programme.' })
  programmeId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'It takes claims that were decided until this day; that of the request where left out.' })
  until?: string | null;
}

@InputType({ description: 'Which remittance run is approved.' })
export class RemittanceRunApproveInput extends MoneyInput {
  @Ref(() => RemittanceRun, { description: 'The run.' })
  id!: string;
}

@InputType({ description: 'Which remittance run is given up.' })
export class RemittanceRunCancelInput extends MoneyInput {
  @Ref(() => RemittanceRun, { description: 'The run.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about remittance runs.' })
export class RemittanceRunPayload extends Payload {
  @Field(() => RemittanceRun, { nullable: true, description: 'The run as it stands now.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work that makes it, where there is some.' })
  job?: { readonly id: string };
}

interface Held {
  readonly id: string;
  readonly programmeId: string;
  readonly number: string;
  readonly currency: string;
  readonly state: RemittanceRunState;
  readonly createdBy: string;
  readonly until: string;
  readonly total: string;
}

async function holdRun(ctx: TxContext, id: string, wanted: readonly RemittanceRunState[]): Promise<Held> {
  const { rows: [run] } = await ask<Held>(ctx, sql`
    select r.id, r.programme_id as "programmeId", r.number, r.currency, r.state, r.created_by as "createdBy", r.until::text, r.total::text from health_insurance.remittance_run r
    where r.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`r.programme_id`)} for no key update of r`);
  if (!run) return refuse(remittanceRunNotFound('id'));
  requireWholeProgramme(ctx, 'id');
  return wanted.includes(run.state) ? run : refuse(remittanceRunState('id', { state: run.state, wanted: wanted.join(', ') }));
}

/** What is to be remitted of a programme; a facility to which nothing comes in all, since more is kept back than is owed, waits for the next run. */
export const computeRemittances = defineJob<{ readonly runId: string }>({
  name: 'health-insurance.compute-remittances',
  description: 'Makes a remittance run',
  async run(ctx, { runId }) {
    return inTransaction(ctx, (tx) => beyondScope(tx, async () => {
      const { rows: [run] } = await tx.tx.query<Held>('select id, programme_id as "programmeId", state, currency, until::text from health_insurance.remittance_run where id = $1 for no key update', [runId]);
      if (run?.state !== RemittanceRunState.COMPUTING) return {};
      await tx.tx.query(
        `insert into health_insurance.remittance (run_id, programme_id, facility_id, amount, currency)
         select $1, $2, t.facility_id, sum(t.owed - t.before), $3 from health_insurance.to_remit($2, $4::date) t group by t.facility_id having sum(t.owed - t.before) > 0`, [runId, run.programmeId, run.currency, run.until]);
      await tx.tx.query(
        `insert into health_insurance.remittance_claim (remittance_id, claim_id, owed, before, amount, currency)
         select m.id, t.claim_id, t.owed, t.before, t.owed - t.before, m.currency from health_insurance.to_remit($2, $3::date) t join health_insurance.remittance m on m.run_id = $1 and m.facility_id = t.facility_id`, [runId, run.programmeId, run.until]);
      const { rows: [made] } = await tx.tx.query<{ remittances: number }>(
        `update health_insurance.remittance_run r set state = 'DRAFT', total = made.total, remittances = made.count, content_hash = health_insurance.hash_of_run(r.id)
         from (select coalesce(sum(amount), 0) as total, count(*)::int as count from health_insurance.remittance where run_id = $1) made where r.id = $1 returning r.remittances`, [runId]);
      return { remittances: made?.remittances ?? 0 };
    }));
  },
});

/** Refuses a run whose claims were opened again, or come to something else, since it was made. Its claims are held, so that none is until it is decided. */
async function checkFresh(ctx: TxContext, { id, programmeId, until }: Held): Promise<void> {
  await ctx.tx.query('select c.id from health_insurance.claim c where c.id in (select x.claim_id from health_insurance.remittance_claim x join health_insurance.remittance m on m.id = x.remittance_id where m.run_id = $1) order by c.id for no key update', [id]);
  const { rowCount } = await ctx.tx.query(
    `select from health_insurance.remittance_claim x join health_insurance.remittance m on m.id = x.remittance_id left join health_insurance.to_remit($2, $3::date) t on t.claim_id = x.claim_id
     where m.run_id = $1 and (t.owed, t.before) is distinct from (x.owed, x.before) limit 1`, [id, programmeId, until]);
  if (rowCount) refuse(remittanceStale('id'));
}

@Resolver()
export class RunRemittances {
  @Mutation(() => RemittanceRunPayload, { description: 'Begins a remittance run: a job works out what each facility is to be paid, claim by claim, and what of claims that were decided anew is paid more or kept back.' })
  @Requires('health-insurance.remittances.create')
  remittanceRunCreate(@Arg('input', () => RemittanceRunCreateInput, { description: 'Of which programme, until when.' }) input: RemittanceRunCreateInput, @Ctx() ctx: Context): Promise<RemittanceRunPayload> {
    return write<RemittanceRunPayload, RemittanceRunCreateInput>(ctx, { operation: 'remittanceRunCreate', input, constraints: { remittance_run_one: remittanceOpen('programmeId') } }, async (tx, { programmeId, until }) => {
      const { rows: [run] } = await ask<{ id: string }>(tx, sql`
        insert into health_insurance.remittance_run (programme_id, until, currency, created_by)
        select p.id, ${until ?? tx.today}::date, p.currency, ${tx.actor.id} from programmes.programme p where p.id = ${programmeId}::uuid and p.scheme = 'health-insurance' and ${inProgrammesOf(tx, sql`p.id`)} returning id`);
      if (!run) return refuse(planOfProgramme('programmeId'));
      requireWholeProgramme(tx, 'programmeId');
      return { run, job: await startJob(tx, computeRemittances, { runId: run.id }) };
    });
  }

  @Mutation(() => RemittanceRunPayload, { description: 'Approves a run that somebody else made: what it says is booked as owed to each facility, and its claims count as paid.' })
  @Requires('health-insurance.remittances.approve')
  remittanceRunApprove(@Arg('input', () => RemittanceRunApproveInput, { description: 'The run.' }) input: RemittanceRunApproveInput, @Ctx() ctx: Context): Promise<RemittanceRunPayload> {
    return write<RemittanceRunPayload, RemittanceRunApproveInput>(ctx, { operation: 'remittanceRunApprove', input, constraints: { posting_period_open: remittanceBooksClosed('id') } }, async (tx, { id }) => {
      const run = await holdRun(tx, id, [RemittanceRunState.DRAFT]);
      if (run.createdBy === tx.actor.id) refuse(remittanceSecondPerson('id'));
      if (Number(run.total) === 0) refuse(remittanceEmpty('id'));
      const transaction = uuidv7();
      await beyondScope(tx, async () => {
        await checkFresh(tx, run);
        await tx.tx.query(
          `update health_insurance.claim c set remitted = c.remitted + x.amount, state = case when c.state = 'VALUED' and c.approved = c.remitted + x.amount then 'PAID' else c.state end, paid_on = $2::date
           from health_insurance.remittance_claim x join health_insurance.remittance m on m.id = x.remittance_id where m.run_id = $1 and x.claim_id = c.id`, [id, tx.today]);
        await tx.tx.query("update health_insurance.remittance_run set state = 'APPROVED', decided_by = $2, decided_on = $3, transaction_id = $4 where id = $1", [id, tx.actor.id, tx.today, transaction]);
      });
      await bookForOrganisations(tx, { id: run.programmeId, currency: run.currency }, { id: transaction, reference: `remittance-run:${run.id}`, description: `Claims of health facilities, run ${run.number}` }, PayableMove.OWED, sql`
        select f.organisation_id, o.place_id, m.amount from health_insurance.remittance m join health_insurance.facility f on f.id = m.facility_id join people.organisation o on o.id = f.organisation_id where m.run_id = ${id}::uuid`);
      await publish(tx, remittanceApproved, { id });
      return { run: { id } };
    });
  }

  @Mutation(() => RemittanceRunPayload, { description: 'Gives a run up that is not approved. Its claims wait for the next.' })
  @Requires('health-insurance.remittances.create')
  remittanceRunCancel(@Arg('input', () => RemittanceRunCancelInput, { description: 'The run.' }) input: RemittanceRunCancelInput, @Ctx() ctx: Context): Promise<RemittanceRunPayload> {
    return write<RemittanceRunPayload, RemittanceRunCancelInput>(ctx, { operation: 'remittanceRunCancel', input }, async (tx, { id }) => {
      await holdRun(tx, id, [RemittanceRunState.COMPUTING, RemittanceRunState.DRAFT]);
      await tx.tx.query("update health_insurance.remittance_run set state = 'CANCELLED', decided_by = $2, decided_on = $3 where id = $1", [id, tx.actor.id, tx.today]);
      return { run: { id } };
    });
  }
}
