import { extensionPoint } from '../../kernel/module/extension-point.js';
import type { Context } from '../../kernel/context.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { ResourceModel } from '../../kernel/read/model.js';
import type { Sql } from '../../kernel/read/sql.js';
import { wrong } from './types.js';
import type { ValueType } from './values.js';

/** A text in quotes that a rule gives to a function, and where it stands. */
export interface RuleText {
  readonly text: string;
  readonly at: number;
}

/** The row that a rule asks something of. */
export interface RuleRow {
  readonly resource: ResourceModel;
  readonly alias: Sql;
}

/** What a call means: a value, which may be masked. */
export interface RuleValue {
  readonly type: ValueType;
  readonly sql: Sql;
  readonly masked?: boolean;
}

/** A function that a rule may ask of a person or a household: `household.answer("poverty", "roof")`. */
export interface RuleFunction {
  readonly name: string;
  /** An example, for whoever asks it wrongly. */
  readonly example: string;
  /**
   * What a call means in SQL.
   *
   * @throws RuleError with the place and what was perhaps meant
   */
  meaning(of: RuleRow, args: readonly RuleText[], at: number): RuleValue;
}

/** Functions that a rule may use, by name. */
export type RuleFunctions = ReadonlyMap<string, RuleFunction>;

/** Further facts of persons and households, which are known from the database: what may be asked, and of which type it is. */
export interface RuleFacts {
  load(ctx: TxContext, expression: string): Promise<readonly RuleFunction[]>;
  /** What may be asked by the functions now, for whoever writes rules; nothing is listed where left out. */
  list?(ctx: Context): Promise<readonly CallFact[]>;
}

/** A call that a rule may make. */
export interface CallFact {
  /** Of which type the row is: `Household`. */
  readonly on: string;
  /** As it is written after the row and a point: `answer("poverty", "roof")`. */
  readonly call: string;
  readonly type: ValueType;
  readonly description: string;
  readonly masked: boolean;
  readonly choices: readonly string[];
}

/** Where modules add to what rules may ask. */
export const ruleFacts = extensionPoint<RuleFacts>('programmes.rule-facts', 'many', 'What rules may ask of persons and households beyond their fields');

/** What the modules add for rules, by the texts of their expressions: to be given to `vocabularyOf`. */
export async function ruleFunctions(ctx: TxContext, expression: string): Promise<RuleFunctions> {
  const loaded: RuleFunction[] = [];
  for (const facts of ctx.platform.extensions(ruleFacts).values()) loaded.push(...(await facts.load(ctx, expression)));
  return new Map(loaded.map((each) => [each.name, each]));
}

/** The arguments of a call, which must be so many texts in quotes. */
export function textsOf(args: readonly { readonly op: string; readonly args: unknown; readonly start: number }[], { name, example }: RuleFunction): readonly RuleText[] {
  return args.map(({ op, args: text, start }) => (op === 'value' && typeof text === 'string' ? { text, at: start } : wrong(start, `"${name}" takes texts in quotes.`, `Write it as ${example}.`)));
}
