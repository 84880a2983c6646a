import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsOptional, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkColumns } from './check-columns.js';
import { ImportField } from './fields.js';
import { ImportEncoding, ImportMapping } from './mapping.js';
import { importMappingChanged } from './refusals.js';

@InputType({ description: 'A value of a file and what it means.' })
export class ImportValueInput {
  @Field(() => String, { description: 'As the file says it; upper and lower case are the same.' })
  @MaxLength(200)
  from!: string;

  @Field(() => String, { description: 'What it means: FEMALE, HEAD, the code of a place …' })
  @MaxLength(200)
  to!: string;
}

@InputType({ description: 'A column of a file and what it says.' })
export class ImportColumnInput {
  @Field(() => String, { nullable: true, description: 'Its title, or its number from 1 on where the file has no header.' })
  @IsOptional()
  @MaxLength(200)
  column?: string | null;

  @Field(() => String, { nullable: true, description: 'What holds for each row of the file, in place of a column.' })
  @IsOptional()
  @MaxLength(200)
  constant?: string | null;

  @Field(() => ImportField, { description: 'What it says.' })
  field!: ImportField;

  @Field(() => String, { nullable: true, description: 'Type of the identifier, or name of the attribute.' })
  @IsOptional()
  @MaxLength(200)
  name?: string | null;

  @Field(() => [String], { nullable: true, description: 'How dates are written, such as DD/MM/YYYY; MM/YYYY or YYYY where only the month or year is known. YYYY-MM-DD is always understood.' })
  @ArrayMaxSize(10)
  @IsOptional()
  formats?: string[] | null;

  @Field(() => [ImportValueInput], { nullable: true, description: 'Values that mean another, such as F for FEMALE. At most 5,000.' })
  @IsOptional()
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  values?: ImportValueInput[] | null;
}

@InputType({ description: 'How files are read. A mapping with the same code is replaced; imports that were started before keep what they were started with.' })
export class ImportMappingSaveInput extends IdempotentInput {
  @Field(() => String, { description: 'Its name: 1 to 60 letters, digits, dots and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9.-]{0,59}$/, { message: 'code must be 1 to 60 letters, digits, dots and dashes' })
  code!: string;

  @Field(() => ImportEncoding, { defaultValue: ImportEncoding.UTF_8, description: 'How the text of a CSV file is encoded.' })
  encoding: ImportEncoding = ImportEncoding.UTF_8;

  @Field(() => String, { nullable: true, description: 'What stands between the fields of a CSV file; found in the header where left out.' })
  @IsOptional()
  @IsIn([',', ';', '\t', '|'], { message: 'delimiter must be a comma, a semicolon, a tab or a bar' })
  delimiter?: string | null;

  @Field(() => Int, { defaultValue: 1, description: 'Which row holds the titles of the columns; 0 where none does.' })
  @Min(0)
  @Max(100)
  headerRow = 1;

  @Field(() => [ImportColumnInput], { description: 'The columns that are read; others are passed over.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  columns!: ImportColumnInput[];
}

@ObjectType({ description: 'Answer of `importMappingSave`.' })
export class ImportMappingSavePayload extends Payload {
  @Field(() => ImportMapping, { nullable: true, description: 'The mapping as it is now.' })
  mapping?: { readonly id: string };
}

@Resolver()
export class SaveImportMapping {
  @Mutation(() => ImportMappingSavePayload, { description: 'Says how files of households with their members are read, to be used for each import.' })
  @Requires('exchange.imports.run')
  @TakesMuch()
  importMappingSave(@Arg('input', () => ImportMappingSaveInput, { description: 'The mapping.' }) input: ImportMappingSaveInput, @Ctx() ctx: Context): Promise<ImportMappingSavePayload> {
    const constraints = { import_mapping_code_key: importMappingChanged('code') };
    return write<ImportMappingSavePayload, ImportMappingSaveInput>(ctx, { operation: 'importMappingSave', input, constraints }, async (tx, given) => {
      const refusals = checkColumns(tx.platform, given);
      if (refusals.length > 0) refuse(...refusals);
      const columns = given.columns.map(({ column, constant, field, name, formats, values }) => ({
        column: column ?? null, constant: constant ?? null, field, name: name ?? null, formats: formats ?? [], values: (values ?? []).map(({ from, to }) => ({ from, to })),
      }));
      const { rows } = await tx.tx.query<{ id: string }>(
        `insert into exchange.import_mapping (id, code, encoding, delimiter, header_row, columns) values ($1, $2, $3, $4, $5, $6)
         on conflict (code) do update set encoding = excluded.encoding, delimiter = excluded.delimiter, header_row = excluded.header_row, columns = excluded.columns returning id`,
        [uuidv7(), given.code, given.encoding, given.delimiter ?? null, given.headerRow, JSON.stringify(columns)],
      );
      return { mapping: { id: rows[0]?.id ?? '' } };
    });
  }
}
