import type { Argument } from './arguments.js';
import { badInput } from '../faults.js';
import type { Compilation } from './compile.js';

export const DEFAULT_PAGE = 25;
export const LARGEST_PAGE = 100;

/** Which part of a connection is asked for. */
export interface Page {
  readonly size: number;
  readonly backward: boolean;
  readonly after: Argument | undefined;
  readonly before: Argument | undefined;
}

function refuse(message: string): never {
  throw badInput(message);
}

/** Reads `first`/`after` or `last`/`before`. Sizes become part of the statement, so that it is planned for them. */
export function pageOf(compilation: Compilation, given: ReadonlyMap<string, Argument>): Page {
  const largest = compilation.largestPage;
  const size = (name: 'first' | 'last'): number | undefined => {
    const argument = given.get(name);
    argument?.from.forEach((variable) => compilation.pin(variable));
    if (argument === undefined || argument.value === null) return undefined;
    const value = argument.value as number;
    if (value < 0 || value > largest) refuse(`${name} is ${value}; ask for 0 to ${largest} at a time, and go on with ${name === 'first' ? 'after' : 'before'}.`);
    return value;
  };
  const cursor = (name: 'after' | 'before'): Argument | undefined => {
    const argument = given.get(name);
    return argument && argument.value !== null ? argument : undefined;
  };
  const [first, last, after, before] = [size('first'), size('last'), cursor('after'), cursor('before')];
  if (first !== undefined && last !== undefined) refuse('Ask for first or last, not for both.');
  const backward = last !== undefined;
  if (backward && after) refuse('last goes with before; after goes with first.');
  if (!backward && before) refuse('before goes with last; after goes with first.');
  return { size: first ?? last ?? Math.min(DEFAULT_PAGE, largest), backward, after, before };
}
