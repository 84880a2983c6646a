import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Public } from '../../../kernel/schema/permission.js';
import { Needs } from '../../../kernel/schema/resource.js';
import { bytesOf } from '../../../kernel/secrets/secrets.js';
import { openAll, openOne, type SealedValue } from '../keys/person-keys.js';
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
  async masked(@Root() row: Row, @Ctx() ctx: Context): Promise<string> {
    return row.open ?? masked(await openOne(ctx, sealedOf(row)));
  }

  @FieldResolver(() => String, { nullable: true, description: 'The whole number, in its normal form; null while it is masked for you.' })
  @Public('masked for all but those who see or reveal numbers')
  @Privacy({ sensitivity: 'sensitive', category: 'people.identifiers' })
  @Needs('type', 'open', 'sealed')
  async value(@Root() row: Row, @Ctx() ctx: Context): Promise<string> {
    return row.open ?? openOne(ctx, sealedOf(row));
  }
}

function sealedOf({ id, type, sealed }: Omit<Row, 'open'>): SealedValue {
  return { purpose: identifierPurpose(type), row: id, sealed: bytesOf(sealed ?? '') };
}

/** The whole numbers of secret identifiers, in their normal form and in the order given. */
export function openIdentifiers(ctx: Context, rows: readonly Omit<Row, 'open'>[]): Promise<readonly string[]> {
  return openAll(ctx, rows.map(sealedOf));
}
