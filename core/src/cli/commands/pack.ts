import { resolve } from 'node:path';
import type { CommandContext, AddCommand } from '../command.js';
import { EXIT } from '../output.js';
import { deploymentProblems } from '../../deployment/problems.js';
import { openDeployment } from '../../deployment/open-deployment.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { compare, flatten, type Difference } from '../../packs/flatten.js';
import { packJsonSchemas } from '../../packs/format.js';
import { installPack, type InstallStep } from '../../packs/install-pack.js';
import { installedPack } from '../../packs/installed-pack.js';
import { packsBelow, readPack, type Pack } from '../../packs/read-pack.js';
import { testPack, type PackReport } from '../../packs/test-pack.js';
import { withTryPlatform } from '../../packs/try-platform.js';

export const addPack: AddCommand = (program, run) => {
  const pack = program.command('pack').description("Country packages: a folder with a country's programmes as data, and their own test cases.");
  pack.command('test')
    .argument('[folder]', 'the folder of a pack; that one stands in where left out')
    .option('--all', 'every pack in the folder and in folders of it')
    .description('Checks a pack, and evaluates its test cases: facts in, expected out. Needs no deployment.')
    .action(run<[string | undefined, { readonly all?: boolean }]>(async (ctx, folder, { all = false }) => {
      const packs = await readPacks(ctx, folder, all);
      const reports = await withTryPlatform(packs, ctx.output.progress, (platform) =>
        inTransaction(platform.context({ actor: platform.system('kinga pack test') }), async (tx) => {
          const found: PackReport[] = [];
          for (const each of packs) found.push(await testPack(tx, each));
          return found;
        }));
      const fine = reports.every(({ problems, cases }) => problems.length === 0 && cases.every(({ differences }) => differences.length === 0));
      ctx.output.answer({ ok: fine, packs: reports }, printTests(reports));
      return fine ? EXIT.fine : EXIT.problems;
    }));
  pack.command('diff')
    .argument('<before>', 'the folder of a pack')
    .argument('[after]', 'the folder of another; what is installed in the deployment stands in its place where left out')
    .description('Tells what changes from one pack to another, or from what is installed to a pack.')
    .action(run<[string, string | undefined]>(async (ctx, first, second) => {
      const named = await readPack(resolve(ctx.cwd, first));
      const differences = second === undefined
        ? await withDeployment(ctx, async (platform) => compare(flatten(await inTransaction(platform.context({ actor: platform.system('kinga pack diff') }), (tx) => installedPack(tx, named.data))), flatten(named.data)))
        : compare(flatten(named.data), flatten((await readPack(resolve(ctx.cwd, second))).data));
      ctx.output.answer({ differences }, printDifferences(differences));
      return EXIT.fine;
    }));
  pack.command('install')
    .argument('<folder>', 'the folder of a pack')
    .option('--publish', 'for demonstrations: a second actor of the platform publishes what was drafted')
    .description('Installs a pack in the deployment: programmes, parameters and tables, and versions that are drafted and submitted. What is there stays.')
    .action(run<[string, { readonly publish?: boolean }]>(async (ctx, folder, { publish = false }) => {
      const { production } = ctx.environment(await ctx.deployment());
      if (publish && production) throw deploymentProblems.production('Publishing by the platform itself');
      const read = await readPack(resolve(ctx.cwd, folder));
      const steps = await withDeployment(ctx, (platform) => installPack(platform, read, { publish, progress: ctx.output.progress }));
      ctx.output.answer({ steps }, printSteps(steps, publish));
      return EXIT.fine;
    }));
  pack.command('schema')
    .description('Prints the formats of pack.yaml and tests.yaml as JSON Schema.')
    .action(run<[]>(async (ctx) => {
      const schemas = packJsonSchemas();
      ctx.output.answer(schemas, JSON.stringify(schemas, null, 2));
      return EXIT.fine;
    }));
};

async function readPacks(ctx: CommandContext, folder: string | undefined, all: boolean): Promise<readonly Pack[]> {
  const from = resolve(ctx.cwd, folder ?? '.');
  const folders = all ? await packsBelow(from) : [from];
  return Promise.all((folders.length > 0 ? folders : [from]).map(readPack));
}

async function withDeployment<T>(ctx: CommandContext, work: (platform: Awaited<ReturnType<typeof openDeployment>>['platform']) => Promise<T>): Promise<T> {
  const deployment = await ctx.deployment();
  const opened = await openDeployment({ deployment, environment: ctx.environment(deployment), progress: ctx.output.progress });
  try {
    return await work(opened.platform);
  } finally {
    await opened.stop();
  }
}

function printTests(reports: readonly PackReport[]): string {
  const lines = reports.flatMap(({ pack, problems, cases }) => [
    pack,
    ...problems.flatMap(({ code, message, cure }) => [`  NO  ${code}: ${message}`, `        To do: ${cure}`]),
    ...cases.flatMap(({ name, differences }) => [`  ${differences.length === 0 ? 'ok ' : 'NO '} ${name}`, ...differences.map((difference) => `        ${difference}`)]),
  ]);
  const all = reports.flatMap(({ cases }) => cases);
  const good = all.filter(({ differences }) => differences.length === 0).length;
  const wrong = reports.reduce((sum, { problems }) => sum + problems.length, 0);
  return [...lines, '', `${good} of ${all.length} cases came out as expected${wrong > 0 ? `; ${wrong} problems in the packs themselves` : ''}.`].join('\n');
}

function printDifferences(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'Nothing differs.';
  return differences.map(({ where, before, after }) => (before === null ? `+ ${where}: ${after}` : after === null ? `- ${where}: ${before}` : `~ ${where}: ${before} → ${after}`)).join('\n');
}

function printSteps(steps: readonly InstallStep[], publish: boolean): string {
  const done = steps.filter(({ did }) => did !== 'was there');
  return [
    ...done.map(({ what, did }) => `${did}: ${what}`),
    done.length === 0 ? 'All of it was there.' : publish ? 'It was published by a second actor of the platform: for demonstrations alone.' : 'Versions, values and tables wait for a second person, who publishes them.',
  ].join('\n');
}
