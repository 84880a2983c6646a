import { didYouMean } from '../../deployment/did-you-mean.js';
import { DeploymentProblems, deploymentProblems } from '../../deployment/problems.js';
import { issueToken } from '../../deployment/sign-ins.js';
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
    .argument('<role>', 'a role that a module defines')
    .description("Prints a bearer token of the development issuer, and nothing else.")
    .option('--place <code>', 'a place whose subtree the holder may see; may be repeated; every place where left out', (code: string, before: readonly string[] = []) => [...before, code])
    .option('--name <name>', 'who holds it; <role>@example.org where left out')
    .option('--hours <n>', 'how long it holds', hours, 12)
    .action(run<[string, TokenOptions]>(async (ctx, role, { place, name, hours: length }) => {
      const deployment = await ctx.deployment();
      const roles = deployment.plan.modules.flatMap((module) => module.roles ?? []).map((definition) => definition.name).sort();
      if (!roles.includes(role)) {
        throw new DeploymentProblems([{ code: 'UNKNOWN_ROLE', message: `No module defines the role ${role}.${didYouMean(role, roles)}`, cure: `Name one of these: ${roles.join(', ')}.` }]);
      }
      const { production, dataDir } = ctx.environment(deployment);
      if (production) throw deploymentProblems.production('The development issuer');
      const signIn = { role, name: name ?? `${role}@example.org`, ...(place && { places: place }) };
      const token = await issueToken(await developmentIssuer(dataDir), signIn, length);
      ctx.output.answer({ token, ...signIn, hours: length }, token);
      return EXIT.fine;
    }));
};

function hours(text: string): number {
  const count = Number(text);
  if (!(count > 0 && count <= 24 * 366)) throw new InvalidArgumentError('give a number of hours, at most a year.');
  return count;
}
