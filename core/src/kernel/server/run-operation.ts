import { execute, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import type { Context } from '../context.js';
import { answering, type Answering } from './execute.js';

const prepared = new WeakMap<object, Answering>();
const documents = new Map<string, DocumentNode>();

/**
 * Runs an operation as a client would, without HTTP and its limits: for stories that are told through the API.
 *
 * @throws GraphQLError where the request as a whole is refused
 */
export async function runOperation(ctx: Context, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<ExecutionResult> {
  const { platform } = ctx;
  const document = documents.get(source) ?? parse(source);
  documents.set(source, document);
  const errors = validate(platform.schema, document);
  if (errors.length > 0) return { errors };
  const server = prepared.get(platform) ?? answering(platform);
  prepared.set(platform, server);
  const settled = server.permit(ctx, document, variables);
  const written = await server.answer(settled, document, null, variables);
  if (written) return { data: JSON.parse(written.json) as Record<string, unknown> };
  return execute({ schema: platform.schema, document, contextValue: settled, variableValues: variables });
}
