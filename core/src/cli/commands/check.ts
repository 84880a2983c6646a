import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checkDeployment, type CheckReport } from '../../deployment/contract/check.js';
import { writeSnapshots } from '../../deployment/contract/check-migrations.js';
import { subjectOf } from '../../deployment/contract/subject.js';
import { writeGenerated } from '../../deployment/contract/write-generated.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addCheck: AddCommand = (program, run) => {
  program.command('check')
    .description('Tells whether what is committed fits together: plan, schema, migrations, translations, operations. No database.')
    .option('--write', 'first write schema.graphql, docs/operations.md and, next to new migrations, the snapshots of tables')
    .action(run<[{ readonly write?: boolean }]>(async (ctx, { write }) => {
      const deployment = await ctx.deployment();
      const subject = subjectOf(deployment);
      if (write) {
        const generated = await writeGenerated(deployment, subject.schema);
        const { written } = await writeSnapshots(subject, (file, text) => writeFile(file, text));
        for (const file of [...generated, ...written.map((url) => fileURLToPath(url))]) ctx.output.progress.step(`Wrote ${file}`);
      }
      const report = await checkDeployment(deployment, subject);
      const ok = report.checks.every(({ problems }) => problems.length === 0);
      ctx.output.answer({ ok, ...report }, print(report, deployment.plan.modules.length));
      return ok ? EXIT.fine : EXIT.problems;
    }));
};

function print({ checks, breaking, public: open, unguarded }: CheckReport, modules: number): string {
  const lines = checks.flatMap(({ name, problems }) => [
    `${problems.length === 0 ? 'ok ' : 'NO '} ${name}`,
    ...problems.flatMap(({ code, message, cure }) => [`      ${code}: ${message}`, `        To do: ${cure}`]),
  ]);
  const allowed = (breaking ?? []).filter(({ announced }) => announced).map(({ coordinate, owner }) => `      ${coordinate} of ${owner ?? 'a module that is gone'}`);
  const found = checks.reduce((sum, { problems }) => sum + problems.length, 0);
  return [
    ...lines,
    ...(breaking === null ? ['', 'Nothing has been released yet (no schema.released.graphql), so nothing can break.'] : []),
    ...(allowed.length > 0 ? ['', 'Breaking, and announced in CHANGES.md:', ...allowed] : []),
    '', 'Open to everybody:',
    ...open.map(({ coordinate, module, because }) => `      ${coordinate} of ${module}: ${because}`),
    '', 'Held back by no policy of PostgreSQL:',
    ...unguarded.map(({ table, module, because }) => `      ${table} of ${module}: ${because}`),
    '', found === 0 ? `All is well with ${modules} modules.` : `${found === 1 ? '1 problem' : `${found} problems`} found.`,
  ].join('\n');
}
