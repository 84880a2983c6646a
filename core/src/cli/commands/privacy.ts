import { registerMarkdown, registerRows } from '../../kernel/privacy/register/print.js';
import { processingRegister } from '../../kernel/privacy/register/register.js';
import { buildFromPlan } from '../../kernel/platform.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { table } from '../table.js';

export const addPrivacy: AddCommand = (program, run) => {
  const privacy = program.command('privacy').description('Tells what the deployment keeps of whom, what for, and who may see it.');
  privacy.command('register')
    .description('Prints the register of processing activities (GDPR, article 30), from the code and the configuration. No database.')
    .option('--markdown', 'print it as a document')
    .action(run<[{ readonly markdown?: boolean }]>(async (ctx, { markdown }) => {
      const { plan, config } = await ctx.deployment();
      const register = processingRegister(plan, buildFromPlan(plan).model);
      ctx.output.answer(register, markdown ? registerMarkdown(register, config.name) : table(registerRows(register)));
      return EXIT.fine;
    }));
};
