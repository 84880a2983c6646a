import { getOperationAST, type DocumentNode } from 'graphql';
import type { Context } from '../context.js';
import { fieldPermissions, permitted } from '../access/authorise.js';
import type { Platform } from '../platform.js';
import { tooCostly } from '../surface/faults.js';
import { checkSize, checkVariables } from '../surface/measure.js';

/** An answer that PostgreSQL wrote: its text goes to the client as it is. */
export class WrittenAnswer {
  constructor(readonly json: string) {}
}

/** What an operation costs, in rows, and what it may. */
export interface OperationCost {
  readonly requested: number;
  readonly limit: number;
}

/** @throws GraphQLError LIMIT_EXCEEDED */
function operationCost(platform: Platform, document: DocumentNode, operationName: string | null | undefined, variables: Readonly<Record<string, unknown>>): OperationCost {
  const operation = getOperationAST(document, operationName);
  const requested = operation ? platform.costs.of(document, operation, variables) : 0;
  const limit = platform.limits.cost;
  if (requested > limit) throw tooCostly(limit, requested);
  return { requested, limit };
}

/** Settles who may use a document's fields, and answers it by one statement where that can be done. */
export interface Answering {
  /** Refuses what the actor may not use; gives the context in which the document is to be answered and executed. */
  permit(ctx: Context, document: DocumentNode, variables: Readonly<Record<string, unknown>>): Context;
  /**
   * Refuses what is larger, deeper or costlier than is allowed, and what the actor may not use.
   *
   * @returns what the operation costs, and the context in which it is to be answered and executed
   */
  admit(ctx: Context, document: DocumentNode, operationName: string | null | undefined, variables: Readonly<Record<string, unknown>>): { readonly cost: OperationCost; readonly ctx: Context };
  /** @returns `undefined` where graphql-js has to execute the document */
  answer(ctx: Context, document: DocumentNode, operationName: string | null | undefined, variables: Readonly<Record<string, unknown>>): Promise<WrittenAnswer | undefined>;
}

export function answering(platform: Platform): Answering {
  const permissionsOf = fieldPermissions(platform.schema, platform.model);
  const permit: Answering['permit'] = (ctx, document, variables) => {
    checkVariables(variables, platform.limits);
    return permitted(ctx, permissionsOf(document));
  };
  return {
    permit,
    admit(ctx, document, operationName, variables) {
      checkSize(document, platform.limits);
      checkVariables(variables, platform.limits);
      const cost = operationCost(platform, document, operationName, variables);
      return { cost, ctx: permit(ctx, document, variables) };
    },
    async answer(ctx, document, operationName, variables) {
      const operation = getOperationAST(document, operationName);
      if (operation?.operation !== 'query') return undefined;
      const json = await platform.reads.answer(ctx, document, operation, variables);
      return json === undefined ? undefined : new WrittenAnswer(json);
    },
  };
}

/** `JSON.stringify` for results in which a written answer may stand as `data`. */
export function stringifyResult(result: { readonly data?: unknown }): string {
  if (!(result.data instanceof WrittenAnswer)) return JSON.stringify(result);
  const { data, ...rest } = result;
  const others = JSON.stringify(rest);
  return `{"data":${data.json}${others === '{}' ? '' : `,${others.slice(1, -1)}`}}`;
}
