import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { policiesOf } from './settings.js';

@ObjectType({ description: 'What this deployment puts behind approval.' })
export class ChangePolicyInfo {
  @Field(() => String, { description: 'The mutation that is held back.' })
  operation!: string;

  @Field(() => [String], { nullable: true, description: 'Only where one of these fields of its input is given; always where null.' })
  fields!: readonly string[] | null;

  @Field(() => Boolean, { description: 'Whether evidence must be given with it.' })
  evidence!: boolean;

  @Field(() => Int, { nullable: true, description: 'After how many days a request can no longer be approved.' })
  days!: number | null;

  @Field(() => String, { nullable: true, description: 'A permission that approving takes beyond that to decide on change requests.' })
  approve!: string | null;
}

@Resolver()
export class ListChangePolicies {
  @Query(() => [ChangePolicyInfo], { description: 'What waits for approval in this deployment, so that a form can say so before it is sent.' })
  @Requires('change-requests.requests.read')
  changePolicies(@Ctx() ctx: Context): readonly ChangePolicyInfo[] {
    return [...policiesOf(ctx.platform).values()].flat().map(({ operation, fields = null, evidence, days = null, approve = null }) => ({ operation, fields, evidence, days, approve }));
  }
}
