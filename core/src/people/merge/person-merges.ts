import { FieldResolver, Resolver, Root } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Connection, Needs } from '../../kernel/schema/resource.js';
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

@Resolver(() => PersonMerge)
export class MergeFiles {
  @FieldResolver(() => [File], { description: 'Files that show it.' })
  @Requires('people.persons.merge')
  @Needs('evidenceFileIds')
  files(@Root() { evidenceFileIds }: { readonly evidenceFileIds: readonly string[] }): readonly { readonly id: string }[] {
    return evidenceFileIds.map((id) => ({ id }));
  }
}
