import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { maskedCategories } from '../../../kernel/privacy/category.js';
import { Public } from '../../../kernel/schema/permission.js';

@ObjectType({ description: 'A category of fields that are masked until somebody opens them with a reason.' })
export class MaskedCategoryInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it holds.' })
  description!: string;

  @Field(() => String, { description: 'Permission to open it for one person, with a reason.' })
  reveal!: string;
}

@Resolver()
export class MaskedCategories {
  @Query(() => [MaskedCategoryInfo], { description: 'Categories of fields that are masked until somebody opens them with a reason.' })
  @Public('says what is masked, nothing about anybody')
  maskedCategories(@Ctx() ctx: Context): readonly MaskedCategoryInfo[] {
    return [...ctx.platform.extensions(maskedCategories)].map(([code, { description, reveal }]) => ({ code, description, reveal }));
  }
}
