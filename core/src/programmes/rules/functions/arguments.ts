import type { ASTNode } from '@marcbachmann/cel-js';
import { zeroAs } from '../literals.js';
import { conversion, valuesOf } from '../scope.js';
import type { ValueTerm } from '../term.js';
import { wrong } from '../types.js';
import { aOf, capital, type ValueType } from '../values.js';
import type { Call, FunctionDescription } from './call.js';
import type { TypedValue } from './over-lists.js';

/** The arguments of a call, of the types that it takes in their order; those after the wanted ones may be left out. */
export function given({ scope, args, at }: Call, { name, example }: Pick<FunctionDescription, 'name' | 'example'>, types: readonly (readonly ValueType[])[], wanted = types.length): readonly TypedValue[] {
  if (args.length < wanted || args.length > types.length) {
    return wrong(at, `"${name}" takes ${counted(wanted, types.length)}; here ${args.length === 1 ? 'is' : 'are'} ${args.length}.`, `Write it as ${example}.`);
  }
  return valuesOf(scope, args).map((term, index) => ofType(term, args[index], types[index] ?? [], at));
}

function counted(least: number, most: number): string {
  return least === most ? `${least} value${least === 1 ? '' : 's'}` : `${least} to ${most} values`;
}

/** A value of one of some types; of the first where it is written as null. */
function ofType(term: ValueTerm, node: ASTNode | undefined, types: readonly ValueType[], at: number): TypedValue {
  const [first = 'number'] = types;
  const type = term.type === 'null' ? first : term.type;
  return types.includes(type) ? { ...term, type } : wrong(node?.start ?? at, `${capital(types.map(aOf).join(' or '))} belongs here; this is ${aOf(type)}.`, conversion(first, type).hint);
}

/** Two or more values of one type. */
export function alike({ scope, args, at }: Call, { name, example }: Pick<FunctionDescription, 'name' | 'example'>, types: readonly ValueType[]): readonly TypedValue[] {
  if (args.length < 2) wrong(at, `"${name}" takes two values or more.`, `Write it as ${example}.`);
  const all = valuesOf(scope, args);
  const terms = all.some(({ type }) => type === 'money') ? all.map((term) => zeroAs('money', term)) : all;
  const first = terms.find(({ type }) => type !== 'null')?.type;
  if (!first || first === 'null') return wrong(at, `All values of "${name}" are null.`);
  if (!types.includes(first)) wrong(args[0]?.start ?? at, `${capital(types.map(aOf).join(' or '))} belongs here; this is ${aOf(first)}.`);
  return terms.map((term, index) => ofType(term, args[index], [first], at));
}

export const COUNTABLE: readonly ValueType[] = ['number', 'money'];
export const ORDERED: readonly ValueType[] = ['number', 'money', 'date'];
