import semver from 'semver';
import type { Module } from '../module/define-module.js';
import { nearest } from './did-you-mean.js';
import { planProblems, type Report } from './problems.js';

/** Checks that every module's version is one, and that what it requires is there in a version that it can work with. */
export function checkVersions(modules: readonly Module[], report: Report): void {
  const byId = new Map(modules.map((module) => [module.id, module]));
  for (const module of modules) {
    if (!semver.valid(module.version)) report(planProblems.invalidVersion(module));
    for (const [id, range] of Object.entries(module.requires)) {
      const required = byId.get(id);
      if (!required) report(planProblems.missingModule(module, id, range, nearest(id, byId.keys())));
      if (semver.validRange(range) === null) report(planProblems.invalidRange(module, id, range));
      else if (required && semver.valid(required.version) && !accepts(range, required.version)) report(planProblems.wrongVersion(module, required, range));
    }
  }
}

/**
 * Whether a version lies in a range. A release candidate counts as its release (semver would refuse 2.0.0-rc.1 for
 * `^2.0.0`), unless the range itself speaks of candidates of that release.
 */
export function accepts(range: string, version: string): boolean {
  const exact = new semver.SemVer(version);
  const release = new semver.SemVer(`${exact.major}.${exact.minor}.${exact.patch}`);
  return new semver.Range(range).set.some((alternative) => {
    const named = alternative.some(({ semver: bound }) => bound instanceof semver.SemVer && bound.prerelease.length > 0 && bound.compareMain(exact) === 0);
    return alternative.every((comparator) => comparator.test(named ? exact : release));
  });
}
