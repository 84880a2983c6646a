export type { AddCommand, CommandContext } from './cli/command.js';
export { EXIT } from './cli/output.js';
export { runCommandLine } from './cli/run-command-line.js';
export { defineDeployment, type DeploymentConfig, type ExampleQuery, type SignIn } from './deployment/define-deployment.js';
