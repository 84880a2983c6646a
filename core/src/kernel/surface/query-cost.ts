import { getOperationAST, GraphQLError, parse, validate, type DocumentNode } from 'graphql';
import { Arg, Ctx, Extensions, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { badInput } from '../faults.js';
import { Public } from '../schema/permission.js';
import { documentTooLarge } from './faults.js';
import { checkSize, checkVariables } from './measure.js';
import { NotPlain, readPlainJson } from './plain-json.js';

@ObjectType({ description: 'What an operation costs. In rows: each row asked for is 1, a page as many as it may hold, each with what is asked of it.' })
export class QueryCost {
  @Field(() => Int, { description: 'What it costs.' })
  requested!: number;

  @Field(() => Int, { description: 'What one operation may cost.' })
  limit!: number;

  @Field(() => Boolean, { description: 'Whether it would be let through.' })
  allowed!: boolean;
}

const LARGEST_INT = 2_147_483_647;

@Resolver()
export class QueryCostQuery {
  @Query(() => QueryCost, { description: 'What an operation costs, without running it.' })
  @Public('is worked out from the text that is given')
  @Extensions({ cost: 10 })
  queryCost(
    @Arg('query', () => String, { description: 'The document.' }) query: string,
    @Arg('operationName', () => String, { nullable: true, description: 'Which of its operations, where it has several.' }) operationName: string | null | undefined,
    @Arg('variables', () => String, { nullable: true, description: 'The variables, as JSON.' }) variables: string | null | undefined,
    @Ctx() ctx: Context,
  ): QueryCost {
    const { limits, costs } = ctx.platform;
    const document = read(query, ctx);
    const operation = getOperationAST(document, operationName);
    if (!operation) throw badInput('Name the operation that is meant.');
    const given = readVariables(variables);
    checkVariables(given, limits);
    const requested = Math.min(LARGEST_INT, costs.of(document, operation, given));
    return { requested, limit: limits.cost, allowed: requested <= limits.cost };
  }
}

function read(query: string, { platform: { limits, schema } }: Context): DocumentNode {
  if (Buffer.byteLength(query) > limits.documentBytes) throw documentTooLarge(limits.documentBytes);
  const document = parsed(query, limits.tokens);
  checkSize(document, limits);
  const [invalid] = validate(schema, document, undefined, { maxErrors: 1 });
  if (invalid) throw badInput(invalid.message);
  return document;
}

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError ? badInput(error.message) : error;
  }
}

function readVariables(json?: string | null): Readonly<Record<string, unknown>> {
  if (json === null || json === undefined) return {};
  try {
    const read = readPlainJson(json);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  } catch (error) {
    throw error instanceof NotPlain ? badInput(`variables: what is given ${error.message}.`) : error;
  }
  throw badInput('variables must be a JSON object.');
}
