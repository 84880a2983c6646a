import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Public } from '../../../kernel/schema/permission.js';
import { typesOf } from './identifier-type.js';

@ObjectType({ description: 'A type of identifier that persons may have.' })
export class IdentifierTypeInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'Who gives it, where that is always the same.' })
  issuer!: string | null;

  @Field(() => String, { description: 'A regular expression (ECMAScript) that a number in its normal form matches.' })
  pattern!: string;

  @Field(() => Boolean, { description: 'Whether it is sealed in the database and masked in answers.' })
  secret!: boolean;
}

@Resolver()
export class IdentifierTypes {
  @Query(() => [IdentifierTypeInfo], { description: 'The types of identifiers that persons of this deployment may have.' })
  @Public('says which kinds of numbers there are, nothing about anybody')
  identifierTypes(@Ctx() ctx: Context): readonly IdentifierTypeInfo[] {
    return [...typesOf(ctx)].map(([code, { description, issuer = null, pattern, secret }]) => ({ code, description, issuer, pattern: pattern.source, secret }));
  }
}
