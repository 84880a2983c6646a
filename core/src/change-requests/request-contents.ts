import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { File } from '../kernel/files/file.js';
import { maskedInput } from '../kernel/privacy/masked-inputs.js';
import { SEEN_CATEGORIES } from '../kernel/read/mask.js';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { bytesOf } from '../kernel/secrets/secrets.js';
import { askedValues, type AskedValue } from './asked.js';
import { ChangeRequest } from './change-request.js';
import type { Change } from './changes.js';
import { unsealed } from './sealed.js';

@ObjectType({ description: 'A field that a change request changes, as was found when it was asked for.' })
export class RequestedChange implements Change {
  @Field(() => Boolean, { description: 'Whether its values are masked for you, and therefore null.' })
  masked!: boolean;

  @Field(() => String, { description: 'Whose field: `Person` or `Household`.' })
  type!: string;

  @Field(() => String, { description: 'Its name in the API; `attributes.roof` for an attribute.' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'Its value before, as text.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'Its value once the request is approved.' })
  after!: string | null;
}

@ObjectType({ description: 'A value of the input of what was asked for.' })
export class RequestedValue implements AskedValue {
  @Field(() => Boolean, { description: 'Whether it is masked for you, and therefore null.' })
  masked!: boolean;

  @Field(() => String, { description: 'Where it stands in the input, such as `members.0.familyName`.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'The value, as text.' })
  value!: string | null;
}

interface Sealed {
  readonly id: string;
  /** As PostgreSQL writes bytes into JSON. */
  readonly sealed: string;
  readonly operation: string;
  readonly [SEEN_CATEGORIES]: readonly string[];
}

/** Whether a category is masked for the actor. */
function hides({ [SEEN_CATEGORIES]: seen }: Sealed, category: string | undefined): boolean {
  return category !== undefined && !seen.includes(category);
}

@Resolver(() => ChangeRequest)
export class RequestContents {
  @FieldResolver(() => [File], { description: 'Files that show it, as were given with it.' })
  @Requires('change-requests.changes.read')
  @Needs('evidenceFileIds')
  files(@Root() { evidenceFileIds }: { readonly evidenceFileIds: readonly string[] }): readonly { readonly id: string }[] {
    return evidenceFileIds.map((id) => ({ id }));
  }

  @FieldResolver(() => [RequestedChange], { description: 'What approving it would change about the person and the household themselves; everything that was asked for stands in `asked`.' })
  @Requires('change-requests.changes.read')
  @Needs('sealed', 'operation', SEEN_CATEGORIES)
  changes(@Root() row: Sealed, @Ctx() ctx: Context): readonly RequestedChange[] {
    return unsealed(ctx, row.id, bytesOf(row.sealed)).changes.map((change) => {
      const masked = hides(row, ctx.platform.model.byType.get(change.type)?.masked.get(change.field));
      return { ...change, masked, ...(masked && { before: null, after: null }) };
    });
  }

  @FieldResolver(() => [RequestedValue], { description: 'What was asked for, value by value.' })
  @Requires('change-requests.changes.read')
  @Needs('sealed', 'operation', SEEN_CATEGORIES)
  asked(@Root() row: Sealed, @Ctx() ctx: Context): readonly RequestedValue[] {
    return askedValues(unsealed(ctx, row.id, bytesOf(row.sealed)).input).map(({ path, value }) => {
      const masked = hides(row, maskedInput(ctx.platform, row.operation, path));
      return { path, value: masked ? null : value, masked };
    });
  }
}
