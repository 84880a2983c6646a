import type { Context } from '../context.js';

/** A piece of SQL. Whatever is put into it becomes a parameter, never text. */
export class Sql {
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}
}

/** A parameter whose value is taken when the statement runs. */
export class Bound {
  constructor(
    readonly value: (run: Run) => unknown,
    readonly type?: string,
  ) {}
}

/** What a statement's parameters are taken from. */
export interface Run {
  readonly ctx: Context;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Composes SQL: interpolated `Sql` is put in as it is, everything else becomes a parameter.
 *
 * @example sql`${t.birthDate} <= ${'2008-01-01'}`
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  return new Sql(strings, values);
}

/** A value of the request, such as its day: the statement stays the same, its parameter changes. */
export function fromContext(value: (ctx: Context) => unknown, type: string): Sql {
  return new Sql(['', ''], [new Bound((run) => value(run.ctx), type)]);
}

/** The day of the request. */
export const today: Sql = fromContext((ctx) => ctx.today, 'date');

/** The same piece with another day for that of the request. */
export function onAnotherDay(piece: Sql, day: Sql): Sql {
  const moved = (value: unknown): unknown => (value === today ? day : value instanceof Sql ? onAnotherDay(value, day) : value);
  return new Sql(piece.strings, piece.values.map(moved));
}

/** Text that the kernel itself made: identifiers and keywords. Never user input. */
export function trusted(text: string): Sql {
  return new Sql([text], []);
}

export function identifier(name: string): Sql {
  return trusted(`"${name.replaceAll('"', '""')}"`);
}

/** Puts pieces one after the other, with text of the kernel or the module between them. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  if (pieces.length === 0) return trusted('');
  return new Sql(['', ...Array.from({ length: pieces.length - 1 }, () => separator), ''], pieces);
}

/** A statement ready to be sent: text with `$n` and where each parameter comes from. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Turns composed SQL into the text that is sent; parameters are numbered in the order in which they stand. */
export function render(piece: Sql): Statement {
  const values: unknown[] = [];
  const text: string[] = [];
  const add = (part: Sql): void => {
    part.strings.forEach((string, index) => {
      text.push(string);
      if (index >= part.values.length) return;
      const value = part.values[index];
      if (value instanceof Sql) return add(value);
      values.push(value);
      text.push(`$${values.length}`);
      if (value instanceof Bound && value.type) text.push(`::${value.type}`);
    });
  };
  add(piece);
  return { text: text.join(''), values };
}

/** The parameters of one run of a statement. */
export function parameters(statement: Statement, run: Run): unknown[] {
  return statement.values.map((value) => (value instanceof Bound ? value.value(run) : value));
}
