import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { purposes } from '../../kernel/privacy/purpose.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { digest } from '../../kernel/secrets/secrets.js';
import { Person } from '../../people/persons/person.js';

@Resolver(() => Person)
export class PersonPseudonym {
  @FieldResolver(() => String, {
    description: 'Stands for the person in all that is given away for one purpose: the same each time, another for each purpose, and without the keys of the deployment nobody tells whose it is. Ask for it in place of `id`. A new first key of KINGA_KEYS makes new ones.',
  })
  @Requires('privacy.pseudonyms.read')
  @Privacy({ sensitivity: 'personal', purpose: 'research' })
  @Needs('id')
  pseudonym(@Root() { id }: { readonly id: string }, @Arg('purpose', () => String, { description: 'What for, one of `purposes`.' }) purpose: string, @Ctx() ctx: Context): string {
    const known = ctx.platform.extensions(purposes);
    if (!known.has(purpose)) throw badInput(`There is no purpose "${purpose}"; there are: ${[...known.keys()].join(', ')}.`);
    return digest(ctx, `privacy.pseudonym/${purpose}`, id).subarray(4, 20).toString('hex');
  }
}
