import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GraphQLError, parse, validate, type DocumentNode } from 'graphql';
import { readOperations } from '../../deployment/contract/operations.js';
import { buildFromPlan } from '../../kernel/platform.js';
import { toTrusted } from '../../kernel/surface/trusted-documents.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

interface OperationsOptions {
  readonly write?: string;
}

export const addOperations: AddCommand = (program, run) => {
  program.command('operations')
    .description('Lists the operations of the modules, and of files of frontends, by the hash of their text: what `trustedDocuments` lets through.')
    .argument('[files...]', '.graphql files of frontends')
    .option('--write <file>', 'write the list to a file instead')
    .action(run<[readonly string[], OperationsOptions]>(async (ctx, files, { write }) => {
      const { plan } = await ctx.deployment();
      const { schema } = buildFromPlan(plan);
      const ofModules = (await Promise.all(plan.modules.map(readOperations))).flat();
      const ofFrontends = await Promise.all(files.map(async (file) => ({ file, document: parsed(await readFile(resolve(ctx.cwd, file), 'utf8')) })));
      const all = [...ofModules, ...ofFrontends];
      const wrong = all.flatMap(({ file, document }) => (document instanceof GraphQLError ? [document] : validate(schema, document)).map(({ message }) => `${file}: ${message}`));
      if (wrong.length > 0) {
        ctx.output.answer({ problems: wrong }, wrong.join('\n'));
        return EXIT.problems;
      }
      const trusted = toTrusted(all.map(({ document }) => document as DocumentNode));
      if (write) await writeFile(resolve(ctx.cwd, write), `${JSON.stringify(trusted, null, 2)}\n`);
      const count = Object.keys(trusted).length;
      ctx.output.answer({ trusted }, write ? `Wrote ${count} operations to ${write}.` : JSON.stringify(trusted, null, 2));
      return EXIT.fine;
    }));
};

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
