import { schemaText } from '../../deployment/contract/schema-text.js';
import { writeGenerated } from '../../deployment/contract/write-generated.js';
import { buildFromPlan } from '../../kernel/platform.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

interface SchemaOptions {
  readonly write?: boolean;
  readonly release?: boolean;
}

export const addSchema: AddCommand = (program, run) => {
  program.command('schema')
    .description('Prints the schema of the deployment, sorted.')
    .option('--write', 'write schema.graphql beside the configuration, and docs/operations.md, instead')
    .option('--release', 'write schema.released.graphql too: what `kinga check` compares later changes with')
    .action(run<[SchemaOptions]>(async (ctx, { write, release }) => {
      const deployment = await ctx.deployment();
      const { schema } = buildFromPlan(deployment.plan);
      if (write || release) {
        const written = await writeGenerated(deployment, schema, release);
        ctx.output.answer({ written }, `Wrote ${written.join(' and ')}.`);
      } else {
        const text = schemaText(schema);
        ctx.output.answer({ schema: text }, text.trimEnd());
      }
      return EXIT.fine;
    }));
};
