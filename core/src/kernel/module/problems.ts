import type { PlanProblem } from '../plan/types.js';

type Problem = (...details: never[]) => PlanProblem;

const problem = (code: string, message: string, cure: string): PlanProblem => Object.freeze({ code, message, cure });
const names = (exported: readonly string[]): string => (exported.length === 0 ? 'nothing' : exported.join(', '));

/** All that can keep a listed module from being loaded. `entry` is what the deployment lists, `file` what was found for it. */
export const loadProblems = {
  notFound: (entry: string, from: string, near?: string) =>
    problem('MODULE_NOT_FOUND', `The deployment lists the module ${JSON.stringify(entry)}, which is not found from ${from}.`,
      `${near === undefined ? '' : `Did you mean ${near}? `}${/^[./]/.test(entry) ? 'Correct the path; it is read from the deployment\'s folder.' : `Correct the name, or install it: npm install ${entry}`}`),
  notResolved: (entry: string, folder: string, why: string) =>
    problem('MODULE_NOT_BUILT', `The module ${entry} is there, in ${folder}, but not the file to import from it: ${why}.`,
      'Build the package (npm run build), correct exports in its package.json, or list a file by its path.'),
  importFailed: (entry: string, file: string, why: string, place?: string) =>
    problem('MODULE_IMPORT_FAILED', `Importing the module ${entry} (${file}) failed: ${why}${place === undefined ? '' : ` (at ${place})`}.`,
      /Cannot find (package|module)/.test(why) ? "Install what it needs: npm install in the deployment's folder or the module's." : 'Mend the module; nothing of it was used.'),
  noModule: (entry: string, file: string, exported: readonly string[]) =>
    problem('NO_MODULE', `${entry} (${file}) exports no module; it exports ${names(exported)}.`, 'Export what defineModule gives, or list another file.'),
  severalModules: (entry: string, file: string, exported: readonly string[]) =>
    problem('SEVERAL_MODULES', `${entry} (${file}) exports ${exported.length} modules: ${names(exported)}.`, 'Export one module from each entry, and list each entry.'),
  foreignModule: (entry: string, file: string, exported: readonly string[]) =>
    problem('SECOND_CORE', `The module ${names(exported)} of ${entry} (${file}) was made by another copy of @kinga/core than the one that runs.`,
      'Have one copy only: npm ls @kinga/core shows who brings the other, npm dedupe removes it. A linked package must not have one of its own.'),
  secondGraphql: (entry: string, file: string, theirs: string, own: string) =>
    problem('SECOND_GRAPHQL', `The module ${entry} (${file}) uses another copy of graphql than core: ${theirs} instead of ${own}.`,
      'Have one copy only: make graphql a peer dependency of the module, then npm dedupe; npm ls graphql shows who brings the other.'),
} satisfies Record<string, Problem>;
