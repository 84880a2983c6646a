import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { checkForm, checkNames } from './check-name.js';
import { moduleTsconfig, packageJson, withModule, withReference } from './manifests.js';
import { namesOf, type Names } from './names.js';
import { createProblems } from './problems.js';
import { renderTemplate } from './render.js';
import { findWorkspace, isInWorkspace, type Workspace } from './workspace.js';

export interface CreateModuleOptions {
  /** Kebab-case, such as `school-meals`. */
  readonly name: string;
  /** Where to, from `cwd`; `modules/<name>` of the workspace, or `./<name>` outside of one, where left out. */
  readonly directory?: string;
  /** Folder in which somebody asks. */
  readonly cwd: string;
  readonly progress?: { step(text: string): void };
}

export interface CreatedModule {
  readonly id: string;
  readonly packageName: string;
  readonly directory: string;
  /** Paths from `directory`. */
  readonly files: readonly string[];
  /** Files of the workspace that were changed, as paths from `cwd`. */
  readonly changed: readonly string[];
  /** What to do next, one line each. */
  readonly next: readonly string[];
}

/**
 * Writes a module that works: an entity with its table, two fields on Person, a mutation, permissions, texts in two
 * languages, operations, and tests that pass. Adds it to the workspace's tsconfig.json and to the deployment.
 *
 * @throws DeploymentProblems MODULE_NAME, MODULE_NAME_RESERVED, MODULE_NAME_TAKEN, DIRECTORY_NOT_EMPTY, DIRECTORY_UNWRITABLE; nothing has been written then
 */
export async function createModule({ name, directory: given, cwd, progress }: CreateModuleOptions): Promise<CreatedModule> {
  checkForm(name);
  const workspace = findWorkspace(cwd);
  const names = namesOf(name);
  checkNames(names, workspace.neighbours);
  const directory = given !== undefined ? resolve(cwd, given) : workspace.patterns.includes('modules/*') ? join(workspace.root, 'modules', name) : join(cwd, name);
  if (existsSync(directory) && readdirSync(directory).length > 0) throw createProblems.notEmpty(directory);

  const packageName = `${workspace.scope}${name}`;
  const shown = relative(workspace.root, directory).split(sep).join('/');
  const files = renderTemplate(names, { directory: shown })
    .set('package.json', packageJson(names, packageName))
    .set('tsconfig.json', moduleTsconfig(workspace, directory));
  writeAll(directory, files);
  progress?.step(`Wrote ${directory}`);
  const { changed, byHand } = addToWorkspace(workspace, directory, packageName);
  for (const file of changed) progress?.step(`Changed ${file}`);
  return { id: name, packageName, directory, files: [...files.keys()].sort(), changed: changed.map((file) => relative(cwd, file)), next: [...byHand, ...nextSteps(names, shown, packageName)] };
}

/** All or nothing: what was begun is taken away again. */
function writeAll(directory: string, files: ReadonlyMap<string, string>): void {
  const begun = existsSync(directory);
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text, { flag: 'wx' });
    }
  } catch (error) {
    if (!begun) rmSync(directory, { recursive: true, force: true });
    throw createProblems.unwritable(directory, error instanceof Error ? error.message : String(error));
  }
}

function addToWorkspace(workspace: Workspace, directory: string, packageName: string): { readonly changed: readonly string[]; readonly byHand: readonly string[] } {
  const { tsconfig, configFile, root } = workspace;
  const path = relative(root, directory).split(sep).join('/');
  const changed: string[] = [];
  const byHand: string[] = [];
  const change = (file: string | undefined, text: string | undefined, otherwise: string): void => {
    if (file === undefined || text === undefined) return void byHand.push(otherwise);
    writeFileSync(file, text);
    changed.push(file);
  };
  change(tsconfig, tsconfig && withReference(readFileSync(tsconfig, 'utf8'), path), `Add { "path": "${path}" } to "references" of your tsconfig.json (there is none, or it has no such list).`);
  change(configFile, configFile && withModule(configFile, packageName), `Add '${packageName}' to modules of your kinga.config.ts (there is none, or its list isn't written out).`);
  if (!isInWorkspace(workspace, directory)) byHand.push(`Add "${path}" to "workspaces" of ${join(root, 'package.json')}, so that npm links the package.`);
  return { changed, byHand };
}

function nextSteps({ id, files }: Names, directory: string, packageName: string): readonly string[] {
  return [
    `npm install                          links ${packageName} and builds it`,
    `npx vitest run ${directory}    its tests`,
    'npx kinga schema --write             schema.graphql with its types',
    `npx kinga start                      then npx kinga token ${id}-officer, and ${directory}/operations/${files}.graphql`,
  ];
}
