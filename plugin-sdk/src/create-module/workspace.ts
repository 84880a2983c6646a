import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const CONFIGS = ['kinga.config.ts', 'kinga.config.mts', 'kinga.config.js', 'kinga.config.mjs'];

interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly kinga?: { readonly id?: string };
}

/** What a module is put into: the folder of a deployment, and the packages beside which it will stand. */
export interface Workspace {
  readonly root: string;
  readonly configFile: string | undefined;
  readonly tsconfig: string | undefined;
  /** Patterns of npm's workspaces. */
  readonly patterns: readonly string[];
  /** Scope of the packages that are there, such as `@kinga/`; empty where they have none. */
  readonly scope: string;
  readonly neighbours: readonly { readonly id: string; readonly directory: string }[];
}

/** Looks around from a folder: the nearest one above that has a deployment or npm workspaces is the root. */
export function findWorkspace(cwd: string): Workspace {
  const root = ancestors(cwd).find((folder) => configIn(folder) ?? patternsOf(readManifest(folder)).length > 0) ?? cwd;
  const own = readManifest(root);
  const patterns = patternsOf(own);
  const packages = patterns.flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root })).map((file) => dirname(file));
  const manifests = packages.map((directory) => ({ directory, ...readManifest(join(root, directory)) }));
  const tsconfig = join(root, 'tsconfig.json');
  return {
    root,
    patterns,
    configFile: configIn(root),
    tsconfig: existsSync(tsconfig) ? tsconfig : undefined,
    scope: [...manifests.filter(({ kinga }) => kinga), own].map(({ name = '' }) => /^@[^/]+\//.exec(name)?.[0]).find((scope) => scope !== undefined) ?? '',
    neighbours: manifests.flatMap(({ directory, name, kinga }) => (kinga ? [{ directory, id: kinga.id ?? name?.replace(/^@[^/]+\//, '') ?? '' }] : [])),
  };
}

/** Whether npm will link a folder as one of the workspace's packages. */
export function isInWorkspace({ root, patterns }: Workspace, directory: string): boolean {
  const path = relative(root, directory).split(sep).join('/');
  return patterns.some((pattern) => new RegExp(`^${pattern.replace(/\/$/, '').replaceAll('*', '[^/]+')}$`).test(path));
}

function ancestors(folder: string): readonly string[] {
  return dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))];
}

function configIn(folder: string): string | undefined {
  return CONFIGS.map((name) => join(folder, name)).find((file) => existsSync(file));
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
}

function patternsOf({ workspaces }: Manifest): readonly string[] {
  return Array.isArray(workspaces) ? (workspaces as readonly string[]) : ((workspaces as { readonly packages?: readonly string[] } | undefined)?.packages ?? []);
}
