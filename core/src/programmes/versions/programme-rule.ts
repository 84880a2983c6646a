import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field, Int } from 'type-graphql';
import { textFor, type Texts } from '../../kernel/schema/local-texts.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { through, byProgramme } from '../../people/scope.js';
import { ProgrammeVersion } from './programme-version.js';
import { sql, trusted } from '../../kernel/read/sql.js';

@Resource({
  description: 'A rule of a version of a programme: who is eligible, who comes first, how much is due.',
  table: 'programmes.rule',
  prefix: 'programme_rule',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  scope: through((columns, seen) => sql`exists (select from programmes.programme_version its where its.id = ${columns['programmeVersion'] ?? trusted('null')} and ${seen({ programme: sql`its.programme_id` })})`, byProgramme('programme')),
  seenWith: ['programmeVersion'],
})
export class ProgrammeRule extends Versioned {
  @Field(() => ProgrammeVersion, { description: 'Of which version.' })
  @ManyToOne(() => ProgrammeVersion, { fieldName: 'version_id', type: 'uuid' })
  programmeVersion!: Rel<ProgrammeVersion>;

  @Field(() => String, { description: 'Its code, unique in the version: the reason where it decides against somebody, and what other rules call it by.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'What it decides: ELIGIBILITY, EXCLUSION, PRIORITY, AMOUNT, FORMULA, or what modules add.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => String, { description: 'The rule in CEL, over the facts.' })
  @Property({ type: 'text' })
  expression!: string;

  @Property({ type: 'jsonb', fieldName: 'texts' })
  byLanguage!: Texts;

  @SqlField(() => GraphQLString, { nullable: true, description: "What it says to people, in the caller's language or in one that there is; null where nobody wrote it.", sql: textFor })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands: act, section, gazette.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  @Field(() => Int, { description: 'Where it stands among the rules, from 0.' })
  @Property({ type: 'integer' })
  position!: number;
}
