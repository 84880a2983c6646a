import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean, GraphQLInt, type GraphQLScalarType } from 'graphql';
import { Field, Int } from 'type-graphql';
import { fromContext, sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField, type Columns, type RowScope } from '../../kernel/schema/resource.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { byProgramme, through } from '../../people/scope.js';
import type { Figure } from './figures.js';
import { SimulationReport } from './simulation-report.js';
import { caseloadOf, seesSmall, toldFigure, type RowColumn } from './told-figures.js';

/** A property is called as its column, in other letters. */
const of = (t: Columns): RowColumn => (column) => t[column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())] ?? trusted('null');

/** A column, and the field that tells it. */
const figure = (column: Figure, type: () => GraphQLScalarType, pgType: string, description: string): PropertyDecorator => (prototype, name) => {
  Property({ type: pgType, fieldName: column })(prototype, String(name));
  SqlField(type, { nullable: true, description, sql: (t) => toldFigure(of(t), column, of(t)(column)) })(prototype, name);
};
const count = (column: Figure, description: string): PropertyDecorator => figure(column, () => GraphQLInt, 'integer', description);
const amount = (column: Figure, description: string): PropertyDecorator => figure(column, () => Decimal, 'numeric', description);

/** Rows of reports that are seen. */
const byReport: RowScope = through(
  (columns, seen) => sql`exists (select from programmes.simulation_report whole where whole.id = ${columns['report']} and ${seen({ programme: sql`whole.programme_id`, askedBy: sql`whole.asked_by` })})`,
  { ...byProgramme('programme'), places: ({ askedBy }) => sql`${askedBy} = ${fromContext((ctx) => ctx.actor.id, 'text')}`, organisations: ({ askedBy }) => sql`${askedBy} = ${fromContext((ctx) => ctx.actor.id, 'text')}` },
);

@Resource({
  description: 'What a simulation says of a group: of all, or of those for whom a breakdown gives one value. To whoever may not see persons, null where the group is small, and else a step up or down.',
  table: 'programmes.simulation_row',
  prefix: 'simulation_row',
  read: 'programmes.simulations.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  scope: byReport,
})
export class SimulationRow extends Versioned {
  @Field(() => SimulationReport, { nullable: true, description: 'Of which simulation.' })
  @ManyToOne(() => SimulationReport, { fieldName: 'report_id', type: 'uuid' })
  report!: Rel<SimulationReport>;

  @Field(() => String, { description: 'Code of the breakdown; TOTAL for all.' })
  @Property({ type: 'text' })
  breakdown!: string;

  @Field(() => String, { nullable: true, description: 'Which group: the code of a place, a value, a band; null where it is not known, and of all.' })
  @Property({ type: 'text', nullable: true })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'The group for people, such as the name of the place.' })
  @Property({ type: 'text', nullable: true })
  label!: string | null;

  @Field(() => Int, { description: 'Where it stands within its breakdown.' })
  @Property({ type: 'integer' })
  position!: number;

  @Property({ type: 'text[]', columnType: 'text[]' })
  hidden!: string[];

  @Property({ type: 'numeric', fieldName: 'count_step', nullable: true })
  countStep!: string | null;

  @Property({ type: 'numeric', fieldName: 'amount_step', nullable: true })
  amountStep!: string | null;

  @SqlField(() => GraphQLBoolean, { description: 'Whether figures of it are hidden from you.', sql: (t) => sql`(not ${seesSmall} and cardinality(${t['hidden']}) > 0)` })
  suppressed!: boolean;

  @count('assessed', 'How many were assessed.') assessed!: number | null;
  @count('gainers', 'Eligible under both versions, and due more.') gainers!: number | null;
  @count('losers', 'Eligible under both versions, and due less.') losers!: number | null;
  @count('unchanged', 'Eligible under both versions, and due the same.') unchanged!: number | null;
  @count('newly_in', 'Eligible under this version alone.') newlyIn!: number | null;
  @count('newly_out', 'Eligible under the other version alone.') newlyOut!: number | null;
  @count('neither', 'Eligible under neither.') neither!: number | null;
  @count('failed', 'Could not be assessed: a fact of theirs made a rule fail.') failed!: number | null;
  @count('undetermined_before', 'Neither eligible nor not under the other version, since a fact is not known, or what is due could not be paid.') undeterminedBefore!: number | null;
  @count('undetermined_after', 'The same under this version.') undeterminedAfter!: number | null;
  @amount('cost_before', "Sum of what is due under the other version, in the programme's currency.") costBefore!: string | null;
  @amount('cost_after', 'Sum of what is due under this version.') costAfter!: string | null;
  @amount('gained', 'Sum of what those get more who get more, newcomers included.') gained!: string | null;
  @amount('lost', 'Sum of what those get less who get less, with those who are no longer eligible.') lost!: string | null;

  @SqlField(() => GraphQLInt, {
    nullable: true, description: 'How many are eligible under the other version.',
    sql: (t) => caseloadOf(of(t), 'before'),
  })
  caseloadBefore!: number | null;

  @SqlField(() => GraphQLInt, {
    nullable: true, description: 'How many are eligible under this version.',
    sql: (t) => caseloadOf(of(t), 'after'),
  })
  caseloadAfter!: number | null;
}
