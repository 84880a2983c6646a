import { EXIT, type AddCommand } from '@kinga/core';

export const addCreateModule: AddCommand = (program, run) => {
  program.command('create-module')
    .argument('<name>', 'kebab-case, such as school-meals')
    .description('Writes a module with an entity, a field on Person, a permission, a migration, locales and tests.')
    .option('--directory <folder>', 'where to; modules/<name> of the workspace, or ./<name> outside of one, where left out')
    .action(run<[string, { readonly directory?: string }]>(async (ctx, name, { directory }) => {
      // Loaded only when it is asked for: no other command needs the template.
      const { createModule } = await import('../create-module/index.js');
      const made = await createModule({ name, cwd: ctx.cwd, progress: ctx.output.progress, ...(directory && { directory }) });
      const next = made.next.map((step) => `  ${step}`);
      ctx.output.answer(made, [`Wrote ${made.files.length} files to ${made.directory}.`, ...(next.length > 0 ? ['', 'Next:', ...next] : [])].join('\n'));
      return EXIT.fine;
    }));
};
