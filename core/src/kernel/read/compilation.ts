import type { GraphQLSchema } from 'graphql';
import type { Reach } from '../access/reach.js';
import { limitedIn } from '../access/scope.js';
import type { Context } from '../context.js';
import type { Selected } from './collect.js';
import type { Compilation } from './compile.js';
import { limits } from './limits.js';
import { sightsOf } from './mask.js';
import type { ReadModel } from './model.js';
import type { Noted } from './statement-cache.js';

/** What is compiled: the document's parts, and whether PostgreSQL writes the answer. */
export interface CompilationAt extends Pick<Selected, 'fragments' | 'variables' | 'pin'> {
  readonly raw: boolean;
  /** How far the actor's places reach, where the statement may be written for it. */
  readonly reach?: Reach | undefined;
}

/** The beginning of a compilation for an actor. */
export function compilationOf({ schema, model, largestPage }: { readonly schema: GraphQLSchema; readonly model: ReadModel; readonly largestPage: number }, ctx: Context, { raw, reach, fragments, variables, pin }: CompilationAt): Compilation & { readonly noted: Noted } {
  let aliases = 0;
  const noted = { seeks: false, whole: false, reveals: false, reads: new Set<string>() };
  return {
    schema, model, raw, reach, pin, fragments, variables, largestPage, noted,
    limitedIn: limitedIn(ctx.actor),
    shared: ctx.sharedFor !== undefined,
    sights: sightsOf(model, ctx),
    revealing: () => void (noted.reveals = true),
    permissions: new Set<string>(),
    limits: limits(),
    goesThrough: () => void (noted.whole = true),
    seeks: () => void (noted.seeks = true),
    reads: (field) => void noted.reads.add(field),
    nextAlias: () => `"~${aliases++}"`,
  };
}
