import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Decimal } from '../../kernel/schema/scalars.js';
import { RuleValueType } from '../value-type.js';

/** How a key of a table finds its row. */
export enum TableKeyMatch {
  EXACT = 'EXACT',
  FROM = 'FROM',
}
registerEnumType(TableKeyMatch, {
  name: 'TableKeyMatch',
  description: 'How a key of a table finds its row.',
  valuesConfig: {
    EXACT: { description: 'The row that has just this value.' },
    FROM: { description: 'The row with the greatest value that is not above: bands, brackets, ages.' },
  },
});

@ObjectType({ description: 'What a table is asked by.' })
export class RuleTableKey {
  @Field(() => String, { description: 'What it is, such as `members`.' })
  name!: string;

  @Field(() => RuleValueType, { description: 'What its values are.' })
  type!: RuleValueType;

  @Field(() => TableKeyMatch, { description: 'How it finds its row.' })
  match!: TableKeyMatch;

  @Field(() => Decimal, { nullable: true, description: 'Of exact numbers that follow one another without gap, how far each is from the next: 1 for ages.' })
  step?: string | null;
}
