import { didYouMean } from '../../deployment/did-you-mean.js';
import { DeploymentProblems, deploymentProblems } from '../../deployment/problems.js';
import { developmentIssuer } from '../../kernel/access/tokens.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { InvalidArgumentError } from 'commander';

interface TokenOptions {
  readonly place?: readonly string[];
  readonly name?: string;
  readonly hours: number;
}

export const addToken: AddCommand = (program, run) => {
  program.command('token')
    .argument('<roles...>', 'a role that a module defines, or several that the holder has together')
    .description("Prints a bearer token of the development issuer, and nothing else.")
    .option('--place <code>', 'a place whose subtree the holder may see; may be repeated; every place where left out', (code: string, before: readonly string[] = []) => [...before, code])
    .option('--name <name>', 'who holds it; <first role>@example.org where left out')
    .option('--hours <n>', 'how long it holds', hours, 12)
    .action(run<[readonly string[], TokenOptions]>(async (ctx, roles, { place, name, hours: length }) => {
      const deployment = await ctx.deployment();
      const known = deployment.plan.modules.flatMap((module) => module.roles ?? []).map((definition) => definition.name).sort();
      const unknown = roles.filter((role) => !known.includes(role));
      if (unknown.length > 0) {
        throw new DeploymentProblems(unknown.map((role) => ({ code: 'UNKNOWN_ROLE', message: `No module defines the role ${role}.${didYouMean(role, known)}`, cure: `Name one of these: ${known.join(', ')}.` })));
      }
      const { production, dataDir } = ctx.environment(deployment);
      if (production) throw deploymentProblems.production('The development issuer');
      const holder = { name: name ?? `${roles[0]}@example.org`, roles, places: place ?? null };
      const token = await (await developmentIssuer(dataDir)).issue({ id: holder.name, roles, places: holder.places }, length);
      ctx.output.answer({ token, ...holder, hours: length }, token);
      return EXIT.fine;
    }));
};

function hours(text: string): number {
  const count = Number(text);
  if (!(count > 0 && count <= 24 * 366)) throw new InvalidArgumentError('give a number of hours, at most a year.');
  return count;
}
