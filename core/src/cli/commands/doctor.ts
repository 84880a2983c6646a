import { examine } from '../../deployment/doctor/examine.js';
import { findConfig } from '../../deployment/find-config.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addDoctor: AddCommand = (program, run) => {
  program.command('doctor')
    .description('Looks at everything that the deployment needs to run here, and says what to do about what is wrong.')
    .action(run(async (ctx) => {
      const findings = await examine(findConfig(ctx.cwd, ctx.config));
      const ok = findings.every((finding) => finding.ok);
      const width = Math.max(...findings.map(({ name }) => name.length));
      const lines = findings.flatMap(({ name, ok: fine, says, problems }) => [
        `${fine ? 'ok ' : 'NO '} ${name.padEnd(width)}  ${says}`.trimEnd(),
        ...problems.flatMap(({ code, message, cure }) => [`      ${code}: ${message}`, `        To do: ${cure}`]),
      ]);
      ctx.output.answer({ ok, findings }, lines.join('\n'));
      return ok ? EXIT.fine : EXIT.problems;
    }));
};
