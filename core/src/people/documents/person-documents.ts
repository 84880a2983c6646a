import { GraphQLBoolean } from 'graphql';
import { Resolver } from 'type-graphql';
import { fromContext, sql, today } from '../../kernel/read/sql.js';
import { Connection, SqlField } from '../../kernel/schema/resource.js';
import { Person } from '../persons/person.js';
import { PersonDocument } from './person-document.js';
import { photoSettingsOf } from './settings.js';

const adultMonths = fromContext((ctx) => photoSettingsOf(ctx).adultMonths, 'int');
const childMonths = fromContext((ctx) => photoSettingsOf(ctx).childMonths, 'int');
const majority = fromContext((ctx) => photoSettingsOf(ctx).majority, 'int');

@Resolver(() => Person)
export class PersonDocuments {
  @Connection(() => PersonDocument, { mappedBy: 'person', permission: 'people.documents.read', description: 'Papers of the person.' })
  documents!: unknown;

  @SqlField(() => GraphQLBoolean, {
    nullable: true,
    permission: 'people.persons.read',
    description: "Whether the photo is out of date on the day of the request: a child's sooner than an adult's. Null where there is none.",
    sql: (t) => sql`(${t['photoTakenOn']} + make_interval(months => case when ${t['birthDate']} + make_interval(years => ${majority}) > ${today} then ${childMonths} else ${adultMonths} end) < ${today})`,
  })
  photoOutdated!: boolean | null;
}
