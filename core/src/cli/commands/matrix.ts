import { authzMatrix } from '../../deployment/authz-matrix.js';
import { subjectOf } from '../../deployment/contract/subject.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { table } from '../table.js';

export const addMatrix: AddCommand = (program, run) => {
  program.command('matrix')
    .description("Prints which of the modules' roles may use which operation, and by what the rows are bound. No database.")
    .action(run(async (ctx) => {
      const deployment = await ctx.deployment();
      const { schema, model } = subjectOf(deployment);
      const matrix = authzMatrix(deployment.plan, schema, model);
      const rows = matrix.operations.map((operation) => ({
        operation: operation.coordinate, takes: operation.needs, scope: operation.scope, ...(operation.public && { public: operation.public }),
        roles: matrix.roles.filter((role) => matrix.may(role, operation)).map(({ name }) => name),
      }));
      const lines = rows.map(({ operation, takes, scope, roles }) => ({
        operation, takes: takes.join(' ') || 'nothing', rows: scope, roles: roles.length === matrix.roles.length ? 'every role' : roles.join(' ') || 'no role',
      }));
      ctx.output.answer({ roles: matrix.roles.map(({ name }) => name), operations: rows }, [
        table(lines), '', `${rows.length} operations × ${matrix.roles.length} roles = ${rows.length * matrix.roles.length} cells.`,
      ].join('\n'));
      return EXIT.fine;
    }));
};
