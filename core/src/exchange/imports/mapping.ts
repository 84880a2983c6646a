import { Property } from '@mikro-orm/decorators/legacy';
import { Field, FieldResolver, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { Requires } from '../../kernel/schema/permission.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Needs, Resource } from '../../kernel/schema/resource.js';
import { ImportField } from './fields.js';

/** How the text of a file is encoded. */
export enum ImportEncoding {
  UTF_8 = 'UTF_8',
  UTF_16LE = 'UTF_16LE',
  UTF_16BE = 'UTF_16BE',
  WINDOWS_1252 = 'WINDOWS_1252',
}
registerEnumType(ImportEncoding, {
  name: 'ImportEncoding',
  description: 'How the text of a CSV file is encoded. A file that is encoded otherwise is refused, with line and column.',
  valuesConfig: {
    UTF_8: { description: 'UTF-8, with or without a byte order mark.' },
    UTF_16LE: { description: 'UTF-16, little-endian: what spreadsheets call Unicode text.' },
    UTF_16BE: { description: 'UTF-16, big-endian.' },
    WINDOWS_1252: { description: 'Windows-1252, which holds Latin-1.' },
  },
});

@ObjectType({ description: 'A value of a file and what it means.' })
export class ImportValue {
  @Field(() => String, { description: 'As the file says it; upper and lower case are the same.' })
  from!: string;

  @Field(() => String, { description: 'What it means.' })
  to!: string;
}

@ObjectType({ description: 'A column of a file and what it says.' })
export class ImportColumn {
  @Field(() => String, { nullable: true, description: 'Its title, or its number from 1 on where the file has no header; null where `constant` is given.' })
  column!: string | null;

  @Field(() => String, { nullable: true, description: 'What holds for each row of the file, in place of a column.' })
  constant!: string | null;

  @Field(() => ImportField, { description: 'What it says.' })
  field!: ImportField;

  @Field(() => String, { nullable: true, description: 'Type of the identifier, or name of the attribute.' })
  name!: string | null;

  @Field(() => [String], { description: 'How dates are written.' })
  formats!: string[];

  @Field(() => [ImportValue], { description: 'Values that mean another.' })
  values!: ImportValue[];
}

@Resource({
  description: 'How files of households with their members, or of persons without households, are read: each row is a person.',
  table: 'exchange.import_mapping',
  prefix: 'import_mapping',
  read: 'exchange.imports.run',
  privacy: { sensitivity: 'internal', purpose: 'registry' },
  one: 'importMapping',
  many: 'importMappings',
  keys: ['code'],
})
export class ImportMapping extends Versioned {
  @Field(() => String, { description: 'Its name, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => ImportEncoding, { description: 'How the text is encoded.' })
  @Property({ type: 'text' })
  encoding!: ImportEncoding;

  @Field(() => String, { nullable: true, description: 'What stands between the fields of a CSV file; null where it is found in the header: comma, semicolon, tab or bar.' })
  @Property({ type: 'text', nullable: true })
  delimiter!: string | null;

  @Field(() => Int, { description: 'Which row holds the titles of the columns; 0 where none does.' })
  @Property({ type: 'integer', fieldName: 'header_row' })
  headerRow!: number;

  @Property({ type: 'jsonb', fieldName: 'columns' })
  columnList!: ImportColumn[];
}

/** A mapping as it is used: the part that a file is read by. */
export type MappingRules = Pick<ImportMapping, 'encoding' | 'delimiter' | 'headerRow'> & { readonly columns: readonly ImportColumn[] };

/** Whether the rows are persons without households. */
export const isOfPersonsAlone = ({ columns }: Pick<MappingRules, 'columns'>): boolean => !columns.some(({ field }) => field === ImportField.HOUSEHOLD_CODE);

@Resolver(() => ImportMapping)
export class ImportMappingColumns {
  @FieldResolver(() => [ImportColumn], { description: 'Its columns.' })
  @Requires('exchange.imports.run')
  @Needs('columnList')
  columns(@Root() mapping: Pick<ImportMapping, 'columnList'>): readonly ImportColumn[] {
    return mapping.columnList;
  }
}
