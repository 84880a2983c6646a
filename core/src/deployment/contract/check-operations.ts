import { relative } from 'node:path';
import { GraphQLError, validate } from 'graphql';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { readOperations } from './operations.js';
import { isOwnSource, type Subject } from './subject.js';

/** Operations that the schema would refuse. */
export async function checkOperations({ deployment: { plan, dir }, schema }: Subject): Promise<readonly PlanProblem[]> {
  const modules = plan.modules.filter((module) => module.operations && isOwnSource(module.operations));
  const files = (await Promise.all(modules.map(readOperations))).flat();
  return files.flatMap(({ module, file, document }) => {
    const errors = document instanceof GraphQLError ? [document] : validate(schema, document);
    return errors.map((error) => ({
      code: 'OPERATION_INVALID',
      message: `${relative(dir, file)}${error.locations?.[0] ? `:${error.locations[0].line}` : ''} of ${module}: ${error.message}`,
      cure: 'Correct the operation, or bring back what it uses.',
    }));
  });
}
