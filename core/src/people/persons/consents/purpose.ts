import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { purposes } from '../../../kernel/privacy/purpose.js';
import { Public } from '../../../kernel/schema/permission.js';

export const corePurposes = [
  purposes.contribute('registry', { description: 'Keeping the person in the registry, and finding the programmes that may help', ground: 'PUBLIC_TASK' }),
  purposes.contribute('payments', { description: 'Paying what persons are entitled to, and accounting for it', ground: 'LEGAL_OBLIGATION' }),
  purposes.contribute('sharing', { description: 'Sharing data with other authorities and with partners that deliver assistance', ground: 'CONSENT' }),
  purposes.contribute('research', { description: 'Research and statistics', ground: 'CONSENT' }),
];

@ObjectType({ description: "What persons' data is used for." })
export class PurposeInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;
}

@Resolver()
export class Purposes {
  @Query(() => [PurposeInfo], { description: "What this deployment uses persons' data for." })
  @Public('says what data is used for, which everybody may know; nothing about anybody')
  purposes(@Ctx() ctx: Context): readonly PurposeInfo[] {
    return [...ctx.platform.extensions(purposes)].map(([code, { description }]) => ({ code, description }));
  }
}
