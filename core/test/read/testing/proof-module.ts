import { withoutLimits } from '../../../src/kernel/access/scope.js';
import { readRows } from '../../../src/kernel/read/read-rows.js';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../src/kernel/context.js';
import { defineModule } from '../../../src/kernel/module/define-module.js';
import { defineAttributes } from '../../../src/kernel/schema/attributes.js';
import { Public, Requires } from '../../../src/kernel/schema/permission.js';
import { Needs } from '../../../src/kernel/schema/resource.js';
import { Household } from '../../../src/people/households/household.js';
import { Person } from '../../../src/people/persons/person.js';

type RowId = { readonly id: string };

@Resolver(() => Person)
export class ProofOfPerson {
  @FieldResolver(() => Int, { description: 'How long the name is.' })
  @Public('made of fields that are asked for anyway')
  @Needs('familyName', 'givenName')
  nameLength(@Root() person: { readonly familyName: string; readonly givenName: string | null }): number {
    return [...`${person.givenName ?? ''}${person.familyName}`].length;
  }

  @FieldResolver(() => [Person], { nullable: 'items', description: 'Those who live with the person; null for those who may not be seen.' })
  @Requires('people.persons.read')
  @Needs('household')
  housemates(@Root() person: { readonly id: string; readonly household: string | null }, @Ctx() ctx: Context): Promise<readonly RowId[]> | readonly RowId[] {
    if (!person.household) return [];
    return ctx.reads.loader<string, readonly RowId[]>('proof.housemates', async (households) => {
      const { rows } = await readRows<{ id: string; household_id: string }>(withoutLimits(ctx), 'select id, household_id from people.person where household_id = any($1) order by id', [households]);
      return households.map((household) => rows.filter((row) => row.household_id === household).map(({ id }) => ({ id })));
    }).load(person.household);
  }
}

@Resolver(() => Household)
export class ProofOfHousehold {
  @FieldResolver(() => Person, { nullable: true, description: 'The head, by a resolver.' })
  @Requires('people.persons.read')
  @Needs('head')
  leader(@Root() household: { readonly head: string | null }): RowId | null {
    return household.head ? { id: household.head } : null;
  }
}

/** What a country's module may add: attributes of every type, fields computed by JavaScript, fields that answer rows. */
export const proofModule = defineModule(
  { name: '@test/proof', version: '1.0.0', kinga: { id: 'proof', requires: { people: '*' } } },
  {
    description: 'Fields for the proof of the read path',
    resolvers: [ProofOfPerson, ProofOfHousehold],
    attributes: [
      defineAttributes(Person, {
        nickname: { type: 'text', description: 'Name among friends.' },
        children: { type: 'integer', description: 'How many children.' },
        income: { type: 'decimal', description: 'Income a month.' },
        literate: { type: 'boolean', description: 'Whether the person can read.' },
        marriedOn: { type: 'date', description: 'Day of marriage.' },
      }),
      defineAttributes(Household, {
        roof: { type: 'choice', choices: ['THATCH', 'IRON', 'TILES'], description: 'Material of the roof.' },
        rooms: { type: 'integer', description: 'How many rooms.' },
      }),
    ],
  },
);
