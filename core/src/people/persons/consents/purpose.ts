import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { extensionPoint } from '../../../kernel/module/extension-point.js';
import { Public } from '../../../kernel/schema/permission.js';

/** What persons' data is used for, by a code in kebab case. */
export interface Purpose {
  /** What it is, for the person whose data it is. */
  readonly description: string;
}

/** Purposes that consent or another ground is recorded for. */
export const purposes = extensionPoint<Purpose>('people.purposes', 'many', "What persons' data is used for");

export const corePurposes = [
  purposes.contribute('registry', { description: 'Keeping the person in the registry, and finding the programmes that may help' }),
  purposes.contribute('sharing', { description: 'Sharing data with other authorities and with partners that deliver assistance' }),
  purposes.contribute('research', { description: 'Research and statistics' }),
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
