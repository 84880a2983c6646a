import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { withReach } from '../../kernel/access/reach.js';
import { noteRead } from '../../kernel/audit/read-log.js';
import { badInput } from '../../kernel/faults.js';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { searchTooLong, searchTooShort } from './faults.js';
import { PersonSearchResult } from './person-hit.js';
import { LONGEST_TEXT, readBox } from './read-box.js';
import { searchPersons } from './search-persons.js';

const MOST = 50;

@Resolver()
export class PersonSearch {
  @Query(() => PersonSearchResult, { description: 'Finds persons by any parts of their names in any order, misspelt or in another script, by the last digits of a phone number, by a number of a document, or by the code of a household; a year beside a name is taken for the year of birth.' })
  @Requires('people.persons.read')
  async personSearch(
    @Arg('text', () => String, { description: 'What is known: at least two letters of a name, four digits of a phone number, or a whole number.' }) text: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many to tell; at most 50.' }) first: number,
    @Ctx() ctx: Context,
  ): Promise<PersonSearchResult> {
    if (first < 1 || first > MOST) throw badInput(`first must be from 1 to ${MOST}.`);
    if (text.length > LONGEST_TEXT) throw searchTooLong(ctx);
    const box = readBox(text);
    if ([...box.names.matchAll(/\p{L}/gu)].length < 2 && box.numbers.join('').length < 2) throw searchTooShort(ctx);
    const result = await withReach(ctx, (reach) => searchPersons({ ...ctx, reach }, box, first));
    await noteRead(ctx, { fields: ['PersonMatch.value'], subjects: result.nodes.flatMap(({ person }) => (person ? [person.id] : [])) });
    return result;
  }
}
