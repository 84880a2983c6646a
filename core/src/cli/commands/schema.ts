import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { schemaText } from '../../deployment/contract/schema-text.js';
import { operationsPage } from '../../deployment/contract/operations-page.js';
import { operationsFile, releasedFile, schemaFile } from '../../deployment/contract/files.js';
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
      const { plan, dir } = await ctx.deployment();
      const text = schemaText(buildFromPlan(plan).schema);
      const files = [...(write || release ? [schemaFile(dir)] : []), ...(release ? [releasedFile(dir)] : [])];
      for (const file of files) await writeFile(file, text);
      if (write || release) {
        await mkdir(dirname(operationsFile(dir)), { recursive: true });
        await writeFile(operationsFile(dir), await operationsPage(plan));
        files.push(operationsFile(dir));
      }
      if (files.length > 0) ctx.output.answer({ written: files }, `Wrote ${files.join(' and ')}.`);
      else ctx.output.answer({ schema: text }, text.trimEnd());
      return EXIT.fine;
    }));
};
