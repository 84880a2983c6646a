import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Ctx, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { fromContext, sql, trusted } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Needs, Resource, underAnyLimit } from '../../kernel/schema/resource.js';
import { Import } from './import.js';
import { problemText } from './problem-texts.js';

const me = fromContext((ctx) => ctx.actor.id, 'text');

@Resource({
  description: 'Something that is wrong with a row of an imported file.',
  table: 'exchange.import_problem',
  prefix: 'import_problem',
  read: 'exchange.imports.run',
  privacy: { sensitivity: 'personal', purpose: 'registry' },
  many: 'importProblems',
  scope: underAnyLimit((columns) => sql`exists (select 1 from exchange.import i where i.id = ${columns['import'] ?? trusted('null')} and i.started_by = ${me})`),
})
export class ImportProblem extends Versioned {
  @Field(() => Import, { nullable: true, description: 'Of which import.' })
  @ManyToOne(() => Import, { fieldName: 'import_id', type: 'uuid' })
  import!: Rel<Import>;

  @Field(() => Int, { description: 'Which row, as a spreadsheet numbers them.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String, { description: 'Stable, for programs: upper case with underscores.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'Which column, as the file calls it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'column_name' })
  column!: string | null;
}

@Resolver(() => ImportProblem)
export class ImportProblemMessage {
  @FieldResolver(() => String, { description: "In the caller's language." })
  @Requires('exchange.imports.run')
  @Needs('code', 'column')
  message(@Root() { code, column }: Pick<ImportProblem, 'code' | 'column'>, @Ctx() ctx: Context): string {
    return problemText(ctx, code, column);
  }
}
