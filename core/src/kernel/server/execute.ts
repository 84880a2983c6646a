import { getOperationAST, type DocumentNode } from 'graphql';
import type { Context } from '../context.js';
import { badInput } from '../faults.js';
import { fieldPermissions, requirePermissions } from '../access/authorise.js';
import type { Platform } from '../platform.js';

/** An answer that PostgreSQL wrote: its text goes to the client as it is. */
export class WrittenAnswer {
  constructor(readonly json: string) {}
}

const DEEPEST_VARIABLE = 100;

/** graphql-js reads variables by recursion; some thousand levels would end its stack. */
function checkDepth(variables: Readonly<Record<string, unknown>>): void {
  let level: readonly unknown[] = Object.values(variables);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_VARIABLE) throw badInput(`The variables are more than ${DEEPEST_VARIABLE} levels deep.`);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/** Settles who may use a document's fields, and answers it by one statement where that can be done. */
export interface Answering {
  /** @returns `undefined` where graphql-js has to execute the document */
  answer(ctx: Context, document: DocumentNode, operationName: string | null | undefined, variables: Readonly<Record<string, unknown>>): Promise<WrittenAnswer | undefined>;
}

export function answering(platform: Platform): Answering {
  const permissionsOf = fieldPermissions(platform.schema, platform.model);
  return {
    async answer(ctx, document, operationName, variables) {
      checkDepth(variables);
      requirePermissions(ctx, permissionsOf(document));
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
