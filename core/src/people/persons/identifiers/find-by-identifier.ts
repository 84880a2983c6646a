import { noteRead } from '../../../kernel/audit/read-log.js';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { badInput } from '../../../kernel/faults.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { Person } from '../person.js';
import { typesOf } from './identifier-type.js';
import { limitLookUps } from './limit-look-ups.js';
import { identifierDigests } from './write-identifiers.js';
import { readRows } from '../../../kernel/read/read-rows.js';

const FIND = 'select person_id as id from people.identifier where type = $1 and digest = any($2::bytea[]) and ended_on is null';

@Resolver()
export class FindByIdentifier {
  @Query(() => Person, { nullable: true, description: 'The person who has an identifier; null where nobody has it whom you may see.' })
  @Requires('people.identifiers.read')
  async personByIdentifier(
    @Arg('type', () => String, { description: 'Its type, one of `identifierTypes`.' }) type: string,
    @Arg('value', () => String, { description: 'The number; spaces, dots and dashes make no difference.' }) value: string,
    @Ctx() ctx: Context,
  ): Promise<{ readonly id: string } | null> {
    const digests = identifierDigests(ctx, type, value);
    if (!digests) throw badInput(`There is no such type of identifier; there are: ${[...typesOf(ctx).keys()].join(', ')}.`);
    if (digests.length === 0) return null;
    await limitLookUps(ctx);
    ctx.platform.onStatement(FIND);
    const { rows } = await readRows<{ id: string }>(ctx, FIND, [type, digests], { prepared: true });
    // Who tries numbers is noted as well; whoever is found is noted by what is read of them.
    if (!rows[0]) await noteRead(ctx, { fields: ['Identifier.value'], subjects: [] });
    return rows[0] ?? null;
  }
}
