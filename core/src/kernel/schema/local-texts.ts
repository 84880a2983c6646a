import { Matches, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { fromContext, sql, trusted, type Sql } from '../read/sql.js';
import type { Columns } from './resource.js';

/** Texts by language, as rows keep them. */
export type Texts = Readonly<Record<string, string>>;

@InputType({ description: 'A text in a language.' })
export class LocalTextInput {
  @Field(() => String, { description: 'The language, BCP 47, such as `fr`.' })
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { message: 'language must be a BCP 47 language tag, such as fr' })
  language!: string;

  @Field(() => String, { description: 'The text.' })
  @MinLength(1)
  @MaxLength(2000)
  text!: string;
}

@ObjectType({ description: 'A text in a language.' })
export class LocalText {
  @Field(() => String, { description: 'The language, BCP 47.' })
  language!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;
}

export function textsOf(texts: Texts): readonly LocalText[] {
  return Object.entries(texts).map(([language, text]) => ({ language, text }));
}

const locale = fromContext((ctx) => ctx.locale, 'text');

const textsIn = (columns: Columns): Sql => columns['byLanguage'] ?? trusted('null::jsonb');

/** The text in the caller's language: just that, or its base; null where there is none. */
export function textInLanguage(columns: Columns): Sql {
  const texts = textsIn(columns);
  return sql`coalesce(${texts} ->> ${locale}, ${texts} ->> split_part(${locale}, '-', 1))`;
}

/** The text in the caller's language: just that, its base, English, or what there is. */
export function textFor(columns: Columns): Sql {
  const texts = textsIn(columns);
  return sql`coalesce(${textInLanguage(columns)}, ${texts} ->> 'en', (select t.value from jsonb_each_text(${texts}) t order by t.key limit 1))`;
}
