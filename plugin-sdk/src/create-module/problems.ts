import { DeploymentProblems } from '@kinga/core';

const problem = (code: string, message: string, cure: string): DeploymentProblems => new DeploymentProblems([{ code, message, cure }]);

/** Everything that can keep a module from being written. */
export const createProblems = {
  form: (name: string, near: string | undefined) =>
    problem('MODULE_NAME', `"${name}" is no name for a module: small letters and digits in words joined by dashes, beginning with a letter, at most 40.`,
      near ? `Take ${near}, for example.` : 'Take a name such as school-meals.'),
  reserved: (name: string, why: string) => problem('MODULE_NAME_RESERVED', `"${name}" cannot be the name of a module: ${why}.`, 'Take another, such as school-meals.'),
  taken: (name: string, by: string) => problem('MODULE_NAME_TAKEN', `${by} is called "${name}" already.`, 'Take another name, or change that module.'),
  notEmpty: (directory: string) => problem('DIRECTORY_NOT_EMPTY', `There is something in ${directory}.`, 'Name another folder with --directory, or empty this one.'),
  unwritable: (directory: string, why: string) => problem('DIRECTORY_UNWRITABLE', `${directory} cannot be written: ${why}.`, 'Name another folder with --directory, or correct who may write there.'),
} satisfies Record<string, (...details: never[]) => DeploymentProblems>;
