import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { File } from '../kernel/files/file.js';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { bytesOf } from '../kernel/secrets/secrets.js';
import { askedValues, type AskedValue } from './asked.js';
import { ChangeRequest } from './change-request.js';
import type { Change } from './changes.js';
import { unsealed } from './sealed.js';

@ObjectType({ description: 'A field that a change request changes, as was found when it was asked for.' })
export class RequestedChange implements Change {
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
  @Field(() => String, { description: 'Where it stands in the input, such as `members.0.familyName`.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'The value, as text.' })
  value!: string | null;
}

interface Sealed {
  readonly id: string;
  /** As PostgreSQL writes bytes into JSON. */
  readonly sealed: string;
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
  @Needs('sealed')
  changes(@Root() { id, sealed }: Sealed, @Ctx() ctx: Context): readonly Change[] {
    return unsealed(ctx, id, bytesOf(sealed)).changes;
  }

  @FieldResolver(() => [RequestedValue], { description: 'What was asked for, value by value.' })
  @Requires('change-requests.changes.read')
  @Needs('sealed')
  asked(@Root() { id, sealed }: Sealed, @Ctx() ctx: Context): readonly AskedValue[] {
    return askedValues(unsealed(ctx, id, bytesOf(sealed)).input);
  }
}
