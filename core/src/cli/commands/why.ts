import { subjectOf } from '../../deployment/contract/subject.js';
import { explainField, type FieldExplanation } from '../../deployment/explain-field.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';

export const addWhy: AddCommand = (program, run) => {
  program.command('why')
    .argument('<Type.field>', 'a field of the schema')
    .description('Tells where a field comes from, what it takes, who changes it, and who uses it.')
    .action(run<[string]>(async (ctx, coordinate) => {
      const explanation = await explainField(subjectOf(await ctx.deployment()), coordinate);
      ctx.output.answer(explanation, print(explanation));
      return EXIT.fine;
    }));
};

function print({ field, type, description, module, version, place, file, takes, holds, public: open, wraps, usedBy }: FieldExplanation): string {
  const access = open ? `nothing: ${open}` : takes.join(', ') || 'nothing of its own';
  return [
    `${field}: ${type}`,
    ...(description ? [`  ${description}`] : []),
    '',
    `  comes from  ${module ? `${module} ${version}` : 'no module that is known'}${place ? `, ${place}` : ''}`,
    ...(file ? [`  file        ${file}`] : []),
    `  takes       ${access}`,
    ...(holds ? [`  holds       ${holds.sensitivity}${holds.masked ? `, masked as ${holds.masked}` : ''}, for ${holds.purpose}`] : []),
    ...(wraps.length > 0 ? wraps : [undefined]).map((wrap) => `  changed by  ${wrap ? `${wrap.module}, because ${wrap.because}` : 'nobody'}`),
    ...(usedBy.length > 0 ? usedBy : [undefined]).map((use) => `  used by     ${use ? `${use.operation} of ${use.module} (${use.file})` : 'no operation of the modules'}`),
  ].join('\n');
}
