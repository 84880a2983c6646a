import { didYouMean } from '../../deployment/did-you-mean.js';
import { openDeployment } from '../../deployment/open-deployment.js';
import { DeploymentProblems } from '../../deployment/problems.js';
import type { AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { table } from '../table.js';

export const addDemo: AddCommand = (program, run) => {
  program.command('demo')
    .argument('[name]', 'a story that a module brings; all are listed where left out')
    .description('Tells a story through the GraphQL API, with a table at its end.')
    .action(run<[string | undefined]>(async (ctx, name) => {
      const deployment = await ctx.deployment();
      const demos = deployment.plan.modules.flatMap((module) => module.demos ?? []);
      if (name === undefined) {
        const list = demos.map(({ name: story, description }) => ({ demo: story, 'what happens': description }));
        ctx.output.answer({ demos: list }, demos.length > 0 ? table(list) : 'No module of this deployment brings a demo.');
        return EXIT.fine;
      }
      const demo = demos.find((candidate) => candidate.name === name);
      if (!demo) throw unknownDemo(name, demos.map((candidate) => candidate.name));
      const opened = await openDeployment({ deployment, environment: ctx.environment(deployment), progress: ctx.output.progress });
      try {
        const started = Date.now();
        const rows = await demo.run(opened.platform, ctx.output.progress);
        ctx.output.answer({ demo: name, rows }, `\n${table(rows)}\n\nDone in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
        return EXIT.fine;
      } finally {
        await opened.stop();
      }
    }));
};

function unknownDemo(name: string, known: readonly string[]): DeploymentProblems {
  return new DeploymentProblems([{
    code: 'UNKNOWN_DEMO',
    message: `No module of this deployment brings the demo ${name}.${didYouMean(name, known)}`,
    cure: known.length > 0 ? `Name one of these: ${known.join(', ')}.` : 'Add a module that brings one to kinga.config.ts.',
  }]);
}
