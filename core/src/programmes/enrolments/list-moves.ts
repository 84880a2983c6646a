import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Requires } from '../../kernel/schema/permission.js';
import { EnrolmentMove, EnrolmentState } from './enrolment-state.js';
import { enrolmentReasons, reasonText } from './reasons.js';

@ObjectType({ description: 'A way from one state of an enrolment to another.' })
export class EnrolmentMoveInfo {
  @Field(() => EnrolmentMove, { description: 'How it is called.' })
  move!: EnrolmentMove;

  @Field(() => EnrolmentState, { nullable: true, description: 'From where; null where an enrolment begins by it.' })
  from!: EnrolmentState | null;

  @Field(() => EnrolmentState, { description: 'Where it leads.' })
  to!: EnrolmentState;
}

@ObjectType({ description: 'A reason for which an enrolment goes from one state to another.' })
export class EnrolmentReasonInfo {
  @Field(() => String, { description: 'What mutations take as `reason`.' })
  code!: string;

  @Field(() => String, { description: "What it means, in the caller's language." })
  text!: string;

  @Field(() => [EnrolmentMove], { description: 'The moves for which somebody may give it; none where only the platform gives it.' })
  moves!: readonly EnrolmentMove[];
}

@Resolver()
export class ListEnrolmentMoves {
  @Query(() => [EnrolmentMoveInfo], { description: 'How enrolments get from one state to another.' })
  @Requires('programmes.programmes.read')
  async enrolmentMoves(@Ctx() ctx: Context): Promise<readonly EnrolmentMoveInfo[]> {
    return (await readRows<EnrolmentMoveInfo>(ctx, 'select move, from_state as "from", to_state as "to" from programmes.enrolment_moves()')).rows;
  }

  @Query(() => [EnrolmentReasonInfo], { description: 'Reasons for which enrolments go from one state to another in this deployment.' })
  @Requires('programmes.programmes.read')
  enrolmentReasons(@Ctx() ctx: Context): readonly EnrolmentReasonInfo[] {
    return [...ctx.platform.extensions(enrolmentReasons)].map(([code, reason]) => ({ code, text: reasonText(ctx, code, reason), moves: reason.moves }));
  }
}
