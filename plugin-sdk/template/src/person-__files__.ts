import { Connection, LocalDate, Person, Resolver, sql, SqlField } from '@kinga/plugin-sdk';
import { __Entity__ } from './__file__.js';

const PERMISSION = '__id__.__what__.read';

/** What this module adds to every person. Both fields can be filtered by, and can stand in rules of programmes. */
@Resolver(() => Person)
export class Person__Entities__ {
  @Connection(() => __Entity__, { mappedBy: 'person', permission: PERMISSION, description: 'The __words__ of the person.' })
  __entities__!: unknown;

  @SqlField(() => LocalDate, {
    nullable: true,
    permission: PERMISSION,
    description: 'Day of the latest __word__; null where there is none.',
    sql: (person) => sql`(select max(latest.date) from __schema__.__table__ latest where latest.person_id = ${person['id']})`,
  })
  last__Entity__On!: string | null;
}
