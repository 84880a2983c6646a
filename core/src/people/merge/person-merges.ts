import { Resolver } from 'type-graphql';
import { Connection } from '../../kernel/schema/resource.js';
import { Person } from '../persons/person.js';
import { PersonMerge } from './person-merge.js';

@Resolver(() => Person)
export class PersonMerges {
  @Connection(() => PersonMerge, { mappedBy: 'survivor', permission: 'people.persons.merge', description: 'Merges of others into this person, those that were taken back included.' })
  merges!: unknown;

  @Connection(() => PersonMerge, { mappedBy: 'merged', permission: 'people.persons.merge', description: 'Merges of this person into another, those that were taken back included.' })
  mergedBy!: unknown;

  @Connection(() => Person, { mappedBy: 'mergedInto', permission: 'people.persons.read', description: 'Persons who were found to be this one: what could not move, such as bookings, is with them.' })
  mergedFrom!: unknown;
}
