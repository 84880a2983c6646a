import { IsPositive, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../src/kernel/context.js';
import { defineJob } from '../../../src/kernel/jobs/define-job.js';
import { Job } from '../../../src/kernel/jobs/job.js';
import { startJob } from '../../../src/kernel/jobs/start-job.js';
import { defineModule } from '../../../src/kernel/module/define-module.js';
import { Ref } from '../../../src/kernel/schema/input-fields.js';
import { MoneyValue } from '../../../src/kernel/schema/money.js';
import { Public } from '../../../src/kernel/schema/permission.js';
import { IdempotentInput } from '../../../src/kernel/write/idempotent-input.js';
import { refuse, ruleViolation } from '../../../src/kernel/write/refusal.js';
import { inTransaction } from '../../../src/kernel/write/transaction.js';
import { Payload } from '../../../src/kernel/write/user-error.js';
import { write } from '../../../src/kernel/write/write.js';
import { personsRegistered, personUpdated } from '../../../src/people/persons/events.js';
import { Household } from '../../../src/people/households/household.js';
import { Person } from '../../../src/people/persons/person.js';

/** What the module's handlers and jobs leave behind, and what tests tell them to do. */
export const PROOF_TABLES = `
  create schema proof;
  create sequence proof.attempts;
  create table proof.control (name text primary key, value integer not null);
  create table proof.effect (event uuid primary key);
  create table proof.tries (event uuid not null);
  create table proof.step (job uuid not null, step integer not null, process integer not null, primary key (job, step));
  create function proof.fail_to_serialize() returns void language plpgsql as $$
  begin
    if nextval('proof.attempts') <= (select value from proof.control where name = 'conflicts') then
      raise exception 'could not serialize access' using errcode = '40001';
    end if;
  end $$`;

const forbiddenName = ruleViolation('PROOF_FORBIDDEN_NAME', 'Nobody may be called that.', 'Take another name.');

async function control(ctx: Context, name: string): Promise<number> {
  const { rows } = await ctx.platform.pool.query<{ value: number }>('select value from proof.control where name = $1', [name]);
  return rows[0]?.value ?? 0;
}

const refusesNames = personsRegistered.inTransaction('proof.refuses-names', async (ctx, { ids }) => {
  await ctx.tx?.query('insert into proof.effect (event) select unnest($1::uuid[])', [ids]);
  const found = await ctx.tx?.query("select from people.person where id = any($1) and family_name = 'Forbidden'", [ids]);
  if (found?.rowCount) refuse(forbiddenName('persons'));
});

const conflicts = personUpdated.inTransaction('proof.conflicts', async (ctx) => {
  await ctx.tx?.query('select proof.fail_to_serialize()');
});

/** Fails as often as it is told, then has its one effect. */
const greets = personUpdated.afterCommit('proof.greets', async (ctx) => {
  await ctx.platform.pool.query('insert into proof.tries (event) values ($1)', [ctx.requestId]);
  const { rows } = await ctx.platform.pool.query<{ tries: number }>('select count(*)::int as tries from proof.tries where event = $1', [ctx.requestId]);
  if ((rows[0]?.tries ?? 0) <= (await control(ctx, 'failing'))) throw new Error('the mail server does not answer');
  await ctx.platform.pool.query('insert into proof.effect (event) values ($1) on conflict do nothing', [ctx.requestId]);
});

interface StepsInput {
  readonly steps: number;
  /** At which step it ends: `fails` and `refuses` each time, `dies` in a process that may, `waits` until it is told to go on. */
  readonly at?: number;
  readonly how?: 'fails' | 'refuses' | 'dies' | 'waits';
}

/** Steps that are each done once, whatever happens in between. */
export const steps = defineJob<StepsInput>({
  name: 'proof.steps',
  description: 'Takes steps',
  async run(ctx, input, job) {
    for (let step = 1; step <= input.steps; step += 1) {
      if (step === input.at && input.how === 'fails') throw new Error('the disk is full');
      if (step === input.at && input.how === 'refuses') refuse(forbiddenName('steps'));
      if (step === input.at && input.how === 'dies' && process.env['KINGA_TEST_MAY_DIE']) process.kill(process.pid, 'SIGKILL');
      while (step === input.at && input.how === 'waits' && (await control(ctx, 'go')) === 0) await new Promise((go) => setTimeout(go, 20));
      await inTransaction(ctx, (tx) => tx.tx.query('insert into proof.step (job, step, process) values ($1, $2, $3) on conflict do nothing', [ctx.requestId, step, process.pid]));
      await job.progress(step, input.steps, `step ${step}`);
    }
    return { steps: input.steps };
  },
});

@InputType({ description: 'A line.' })
export class ProofLineInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Ref(() => Household, { description: 'Which households.', list: true })
  householdIds!: string[];

  @Field(() => Int, { description: 'How many.' })
  @IsPositive({ message: 'count must be more than 0' })
  count!: number;
}

@InputType({ description: 'What is checked.' })
export class ProofCheckInput extends IdempotentInput {
  @Field(() => String, { description: 'A name.' })
  @MinLength(3, { message: 'name must have 3 letters or more' })
  name!: string;

  @Field(() => [ProofLineInput], { description: 'Lines.' })
  @ValidateNested({ each: true })
  lines!: ProofLineInput[];
}

@ObjectType({ description: 'Answer of `proofCheck`.' })
export class ProofCheckPayload extends Payload {
  @Field(() => MoneyValue, { nullable: true, description: 'An amount.' })
  amount?: MoneyValue;

  @Field(() => [String], { nullable: true, description: 'The ids as the work sees them.' })
  seen?: readonly string[];
}

@InputType({ description: 'Which steps.' })
export class ProofStepsInput extends IdempotentInput {
  @Field(() => Int, { description: 'How many.' })
  steps!: number;

  @Field(() => Int, { nullable: true, description: 'Where it ends.' })
  at?: number;

  @Field(() => String, { nullable: true, description: 'How it ends.' })
  how?: string;
}

@ObjectType({ description: 'Answer of `proofSteps`.' })
export class ProofStepsPayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work.' })
  job?: { readonly id: string };
}

@Resolver()
export class Proofs {
  @Mutation(() => ProofCheckPayload, { description: 'Checks its input and does nothing.' })
  @Public('a test')
  proofCheck(@Arg('input', () => ProofCheckInput, { description: 'What.' }) input: ProofCheckInput, @Ctx() ctx: Context): Promise<ProofCheckPayload> {
    return write<ProofCheckPayload, ProofCheckInput>(ctx, { operation: 'proofCheck', input }, async (_tx, { lines }) => ({
      amount: new MoneyValue('12.50', 'GHS'), seen: lines.flatMap(({ personId, householdIds }) => [personId, ...householdIds]),
    }));
  }

  @Mutation(() => ProofStepsPayload, { description: 'Starts a job.' })
  @Public('a test')
  proofSteps(@Arg('input', () => ProofStepsInput, { description: 'Which.' }) input: ProofStepsInput, @Ctx() ctx: Context): Promise<ProofStepsPayload> {
    return write<ProofStepsPayload, ProofStepsInput>(ctx, { operation: 'proofSteps', input }, async (tx, given) => ({ job: await startJob(tx, steps, given as StepsInput) }));
  }
}

/** Handlers that refuse, fail and conflict when they are told to, and a job that ends in every way. */
export const proofModule = defineModule(
  { name: '@test/proof', version: '1.0.0', kinga: { id: 'proof', requires: { kernel: '*', people: '*' } } },
  { description: 'Writes for the proof of the write path', resolvers: [Proofs], on: [refusesNames, conflicts, greets], jobs: [steps] as never },
);
