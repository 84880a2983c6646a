import { getNamedType, isEnumType, isInputObjectType, type GraphQLEnumType, type GraphQLInputObjectType, type GraphQLObjectType } from 'graphql';
import { AMOUNTS, DAYS, TEXTS, UNTOLD } from './data.js';
import { cursorOf, type ConnectionArguments, type OrderBy, type Where } from './lists.js';
import type { Tape } from './random.js';
import { answerOf, encodedId, kindOf, partsOf, type Rows, type Value } from './rows.js';

/** Operands of filters on text, so that PostgreSQL can be asked beforehand how it lowers them. */
export const OPERANDS: readonly string[] = [...new Set([...TEXTS, ...TEXTS.map((text) => [...text].slice(0, 2).join('')), '%', '_', '\\', 'a', 'A', 'ß', 'SS'])];

/** Random arguments of a connection over a resource, as JSON. */
export function randomArguments(rows: Rows, tape: Tape, type: string): ConnectionArguments {
  const orderBy = tape.once(2) ? randomOrder(rows, tape, type) : undefined;
  const where = tape.once(2) ? randomWhere(rows, tape, type, 2) : undefined;
  const known = rows.byType.get(type) ?? [];
  const cursor = known.length > 0 && tape.once(3) ? cursorOf(rows, type, orderBy ?? [], tape.pick(known)) : undefined;
  const backward = tape.once(4);
  return {
    ...(orderBy && { orderBy }),
    ...(where && { where }),
    ...(backward ? { last: tape.below(5) } : tape.once(2) && { first: tape.below(5) }),
    ...(cursor && { [backward ? 'before' : 'after']: cursor }),
  };
}

function randomOrder(rows: Rows, tape: Tape, type: string): OrderBy {
  const fields = Object.keys(inputOf(rows, `${type}OrderBy`).getFields());
  return Array.from({ length: tape.below(3) + (tape.once(8) ? 0 : 1) }, () => ({ [tape.pick(fields)]: tape.pick(['ASC', 'DESC'] as const) }));
}

export function randomWhere(rows: Rows, tape: Tape, type: string, depth: number): Where {
  const fields = Object.values(inputOf(rows, `${type}Where`).getFields()).filter(({ name }) => !UNTOLD.has(name));
  const where: Record<string, unknown> = {};
  for (let left = tape.below(3) + 1; left > 0 && !tape.ended; left -= 1) {
    const { name, type: of } = tape.pick(fields);
    if (name === 'and' || name === 'or') {
      where[name] = depth > 0 ? Array.from({ length: tape.below(3) }, () => randomWhere(rows, tape, type, depth - 1)) : [];
    } else if (name === 'not') {
      where[name] = depth > 0 ? randomWhere(rows, tape, type, depth - 1) : {};
    } else {
      where[name] = randomCondition(rows, tape, type, name, getNamedType(of).name, depth);
    }
  }
  return where;
}

function randomCondition(rows: Rows, tape: Tape, owner: string, field: string, filter: string, depth: number): Where {
  const output = (rows.platform.schema.getType(owner) as GraphQLObjectType).getFields()[field];
  const target = getNamedType(output?.type as never) as unknown as { readonly name: string };
  switch (kindOf(rows, owner, field)) {
    case 'one':
      return depth > 0 ? randomWhere(rows, tape, target.name, depth - 1) : {};
    case 'connection': {
      const of = filter.replace(/Quantifier$/, '');
      const inner = (): Where => (depth > 0 ? randomWhere(rows, tape, of, depth - 1) : {});
      return { ...(tape.below(2) === 0 && { some: inner() }), ...(tape.once(2) && { none: inner() }) };
    }
    case 'object': {
      const parts = Object.values(inputOf(rows, filter).getFields());
      const { name, type } = tape.pick(parts);
      const known = (rows.byType.get(owner) ?? []).map((row) => partsOf(rows, owner, field, row)[name] ?? null);
      return { [name]: randomOperators(rows, tape, owner, getNamedType(type).name, known) };
    }
    default:
      return randomOperators(rows, tape, owner, filter, (rows.byType.get(owner) ?? []).map((row) => answerOf(rows, owner, field, row)));
  }
}

function randomOperators(rows: Rows, tape: Tape, owner: string, filter: string, known: readonly Value[]): Where {
  const fields = inputOf(rows, filter).getFields();
  const operators = Object.keys(fields);
  const scalar = getNamedType(fields['eq']?.type as never) as unknown as GraphQLEnumType;
  const values = known.filter((value) => value !== null);
  const one = (): unknown => (values.length > 0 && tape.once(2) ? tape.pick(values) : isEnumType(scalar) ? tape.pick(scalar.getValues()).name : randomScalar(rows, tape, owner, String(scalar)));
  return Object.fromEntries(Array.from({ length: 1 + tape.below(2) }, () => tape.pick(operators)).map((operator) => {
    if (operator === 'isNull') return [operator, tape.once(2)];
    if (operator === 'in' || operator === 'notIn') return [operator, Array.from({ length: tape.below(4) }, one)];
    return [operator, /contains|With/.test(operator) ? tape.pick(OPERANDS) : one()];
  }));
}

export function randomScalar(rows: Rows, tape: Tape, owner: string, scalar: string): unknown {
  switch (scalar) {
    case 'Int':
      return tape.below(6) - 1;
    case 'Boolean':
      return tape.once(2);
    case 'Decimal':
      return tape.pick([...AMOUNTS, '0', '-1.5', '2.5']);
    case 'LocalDate':
      return tape.pick([...DAYS, '9999-12-31']);
    case 'DateTime':
      return tape.pick(['2026-01-05T08:00:00.123Z', '2026-01-05T10:00:00.124+02:00', '2026-01-05T08:00:00Z', '1970-01-01T00:00:00.000Z']);
    case 'ID':
      return encodedId(rows, owner, tape.pick(['00000000-0000-0000-0000-000000000000', ...(rows.byType.get(owner) ?? []).map(({ id }) => id)].slice(-20)));
    default:
      return tape.pick(TEXTS);
  }
}

function inputOf(rows: Rows, name: string): GraphQLInputObjectType {
  const type = rows.platform.schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input type`);
  return type;
}
