import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { Decimal } from '../kernel/schema/scalars.js';
import { approvalSettings, type ChangeCondition, type StepDeciders } from './settings.js';

@ObjectType({ description: 'When something is held back.' })
export class ChangeConditionInfo {
  @Field(() => String, { description: 'Where in the input, such as `lines.amount`; what an id refers to is read on, as `runId.total.amount`.' })
  field!: string;

  @Field(() => Decimal, { nullable: true, description: 'From this amount on, whichever its sign; of several values their sum, debits and credits apart.' })
  from!: string | null;

  @Field(() => [String], { nullable: true, description: 'Where a value is one of these.' })
  in!: readonly string[] | null;
}

@ObjectType({ description: 'Who decides: all that is said must be so.' })
export class StepDecidersInfo {
  @Field(() => String, { nullable: true, description: 'A permission that they have.' })
  permission!: string | null;

  @Field(() => String, { nullable: true, description: 'A role that they have.' })
  role!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of a group in which they are.' })
  group!: string | null;
}

@ObjectType({ description: 'What must be approved before the next is.' })
export class ChangeStepInfo {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => StepDecidersInfo, { nullable: true, description: 'Who decides; whoever may decide on change requests where null.' })
  by!: StepDecidersInfo | null;

  @Field(() => Int, { description: 'How many of them must approve.' })
  approvals!: number;

  @Field(() => [ChangeConditionInfo], { description: 'Only where all of these hold.' })
  when!: readonly ChangeConditionInfo[];

  @Field(() => Int, { nullable: true, description: 'Working days until it is due.' })
  days!: number | null;

  @Field(() => Boolean, { description: 'Whether the request lapses where it is not done by then.' })
  lapses!: boolean;

  @Field(() => StepDecidersInfo, { nullable: true, description: 'Who else may decide from then on.' })
  escalate!: StepDecidersInfo | null;
}

@ObjectType({ description: 'What this deployment puts behind approval.' })
export class ChangePolicyInfo {
  @Field(() => String, { description: 'The mutation that is held back.' })
  operation!: string;

  @Field(() => [String], { nullable: true, description: 'Only where one of these fields of its input is given; always where null.' })
  fields!: readonly string[] | null;

  @Field(() => [ChangeConditionInfo], { description: 'Only where all of these hold.' })
  when!: readonly ChangeConditionInfo[];

  @Field(() => [ChangeStepInfo], { nullable: true, description: 'What must be approved one after the other; one step by one person where null. Where none of them applies, neither does the policy.' })
  steps!: readonly ChangeStepInfo[] | null;

  @Field(() => Boolean, { description: 'Whether one person may decide several steps.' })
  repeats!: boolean;

  @Field(() => Boolean, { description: 'Whether evidence must be given with it.' })
  evidence!: boolean;

  @Field(() => Int, { nullable: true, description: 'After how many days a request can no longer be approved.' })
  days!: number | null;

  @Field(() => String, { nullable: true, description: 'A permission that approving takes beyond that to decide on change requests, in each step.' })
  approve!: string | null;
}

const conditions = (given: readonly ChangeCondition[] = []): readonly ChangeConditionInfo[] => given.map(({ field, from = null, in: values = null }) => ({ field, from, in: values }));
const deciders = (given?: StepDeciders): StepDecidersInfo | null => (given ? { permission: given.permission ?? null, role: given.role ?? null, group: given.group ?? null } : null);

@Resolver()
export class ListChangePolicies {
  @Query(() => [ChangePolicyInfo], { description: 'What waits for approval in this deployment, so that a form can say so before it is sent.' })
  @Requires('change-requests.requests.read')
  changePolicies(@Ctx() ctx: Context): readonly ChangePolicyInfo[] {
    return approvalSettings(ctx.platform).policies.map(({ fields = null, days = null, approve = null, when, steps, ...policy }) => ({
      ...policy, fields, days, approve,
      when: conditions(when),
      steps: steps?.map((step) => ({ ...step, by: deciders(step.by), escalate: deciders(step.escalate), when: conditions(step.when), days: step.days ?? null })) ?? null,
    }));
  }
}
