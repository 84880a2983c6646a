import type { DevelopmentIssuer } from '../kernel/access/tokens.js';
import type { Module } from '../kernel/module/define-module.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { DeploymentConfig, SignIn } from './define-deployment.js';
import { didYouMean } from './did-you-mean.js';

/** Roles that the configuration names and no module defines. */
export function signInProblems(config: DeploymentConfig, modules: readonly Module[]): readonly PlanProblem[] {
  const roles = modules.flatMap((module) => module.roles ?? []).map((role) => role.name);
  return (config.signIns ?? []).filter(({ role }) => !roles.includes(role)).map(({ role, name }) => ({
    code: 'UNKNOWN_ROLE',
    message: `The sign-in ${name} has the role ${role}, which no module defines.${didYouMean(role, roles)}`,
    cure: `Name one of these in kinga.config.ts: ${roles.sort().join(', ')}.`,
  }));
}

/** A token for a sign-in, by the development issuer. */
export function issueToken(issuer: DevelopmentIssuer, { role, name, places }: SignIn, hours?: number): Promise<string> {
  return issuer.issue({ id: name, roles: [role], places: places ?? null }, hours);
}
