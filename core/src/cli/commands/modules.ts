import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { table } from '../table.js';

export const addModules: AddCommand = (program, run) => {
  program.command('modules')
    .description('Lists the modules of the deployment in the order of the plan.')
    .action(run(async (ctx) => {
      const { plan } = await ctx.deployment();
      const modules = plan.modules.map(({ id, version, packageName, description, requires }) => ({ id, version, package: packageName, description, requires }));
      ctx.output.answer({ modules }, table(modules.map(({ id, version, package: from, description, requires }) => ({
        module: id, version, package: from, requires: Object.keys(requires).join(', '), 'what for': description,
      }))));
      return EXIT.fine;
    }));
};
