import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { byProgramme, through } from '../../people/scope.js';
import { ProgrammeVersion } from '../versions/programme-version.js';

@Resource({
  description: 'What decisions were judged by: the rules of a version as of a day, with the values of parameters and the tables in force.',
  table: 'programmes.decision_basis',
  prefix: 'decision_basis',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  scope: through((columns, seen) => sql`exists (select from programmes.programme_version its where its.id = ${columns['programmeVersion'] ?? trusted('null')} and ${seen({ programme: sql`its.programme_id` })})`, byProgramme('programme')),
  seenWith: ['programmeVersion'],
})
export class DecisionBasis extends Versioned {
  @Field(() => ProgrammeVersion, { description: 'The version of the programme whose rules they are.' })
  @ManyToOne(() => ProgrammeVersion, { fieldName: 'version_id', type: 'uuid' })
  programmeVersion!: Rel<ProgrammeVersion>;

  @Field(() => LocalDate, { description: 'The day as of which parameters, tables and facts are.' })
  @Property({ type: 'date', fieldName: 'on_date' })
  on!: string;

  @Property({ type: 'uuid[]', fieldName: 'parameter_ids', columnType: 'uuid[]' })
  parameterIds!: string[];

  @Property({ type: 'uuid[]', fieldName: 'table_ids', columnType: 'uuid[]' })
  tableIds!: string[];

  @Field(() => Boolean, { description: 'Whether they are the rules by which periods are determined, where the scheme of the programme has others for it than those that decide on who is let in.' })
  @Property({ type: 'boolean', fieldName: 'of_periods', default: false })
  ofPeriods!: boolean;

  /** Module to version. */
  @Property({ type: 'jsonb' })
  modules!: Readonly<Record<string, string>>;
}
