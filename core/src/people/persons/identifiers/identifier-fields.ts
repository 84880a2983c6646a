import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Public } from '../../../kernel/schema/permission.js';
import { Needs } from '../../../kernel/schema/resource.js';
import { bytesOf, open } from '../../../kernel/secrets/secrets.js';
import { masked } from '../masked.js';
import { Identifier } from './identifier.js';
import { identifierPurpose } from './write-identifiers.js';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly open: string | null;
  readonly sealed: string | Buffer | null;
}

@Resolver(() => Identifier)
export class IdentifierFields {
  @FieldResolver(() => String, { description: 'The number as whoever may read identifiers sees it: of a secret one its last three characters.' })
  @Public('shows what reading identifiers is permission for')
  @Needs('type', 'open', 'sealed')
  masked(@Root() row: Row, @Ctx() ctx: Context): string {
    return row.open ?? masked(openIdentifier(ctx, row));
  }

  @FieldResolver(() => String, { nullable: true, description: 'The whole number, in its normal form; null while it is masked for you.' })
  @Public('masked for all but those who see or reveal numbers')
  @Privacy({ sensitivity: 'sensitive', category: 'people.identifiers' })
  @Needs('type', 'open', 'sealed')
  value(@Root() row: Row, @Ctx() ctx: Context): string {
    return openIdentifier(ctx, row);
  }
}

/** The whole number of an identifier, in its normal form. */
export function openIdentifier(ctx: Pick<Context, 'platform'>, { id, type, open: value, sealed }: Row): string {
  return value ?? open(ctx, { purpose: identifierPurpose(type), row: id }, bytesOf(sealed ?? ''));
}
