import { EXIT, type AddCommand } from '@kinga/core';

/** What `create-module/index.ts` offers to the command line. */
interface CreateModule {
  createModule(options: { readonly name: string; readonly directory?: string; readonly cwd: string; readonly progress: { step(text: string): void } }): Promise<{
    readonly directory: string;
    readonly files: readonly string[];
    readonly next?: readonly string[];
  }>;
}

export const addCreateModule: AddCommand = (program, run) => {
  program.command('create-module')
    .argument('<name>', 'kebab-case, such as school-meals')
    .description('Writes a module with an entity, a field on Person, a permission, a migration, locales and tests.')
    .option('--directory <folder>', 'where to; modules/<name> beside the configuration, or ./<name>, where left out')
    .action(run<[string, { readonly directory?: string }]>(async (ctx, name, { directory }) => {
      const { createModule } = (await import(new URL('../create-module/index.js', import.meta.url).href)) as CreateModule;
      const made = await createModule({ name, cwd: ctx.cwd, progress: ctx.output.progress, ...(directory && { directory }) });
      const next = made.next ?? [];
      ctx.output.answer(made, [`Wrote ${made.files.length} files to ${made.directory}.`, ...(next.length > 0 ? ['', 'Next:', ...next.map((step) => `  ${step}`)] : [])].join('\n'));
      return EXIT.fine;
    }));
};
