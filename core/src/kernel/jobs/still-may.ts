import type { Actor, Claims } from '../access/actor.js';
import { extensionPoint } from '../module/extension-point.js';
import type { Platform } from '../platform.js';
import { refuse, ruleViolation } from '../write/refusal.js';

/** Who started a job, as it is kept with it. */
export interface Starter extends Claims, KnownStarter {}

/** What tells whether who started a job may still do it; nothing of who is no user of this platform. */
export interface KnownStarter {
  /** UUID of the user. */
  readonly user?: string;
  /** Whether they did it by their grants, rather than by what their issuer says of them. */
  readonly byGrants?: boolean;
}

/** Whether somebody still may what they might when they started a job, as the database knows it now. */
export type StillMay = (platform: Platform, starter: Starter) => Promise<boolean>;

/** Who knows whether somebody still may what they might. */
export const stillMay = extensionPoint<StillMay>('kernel.still-may', 'many', 'Tells whether who started a job may still do it');

/** The job ends: who started it may no longer do it. */
export const starterMayNot = ruleViolation('JOB_STARTER_MAY_NOT', 'It was stopped: {starter}, who started it, is blocked or may no longer do this. What it had done is there.', 'Have it started by somebody who may.');

/** The part of an actor by which a job that they start, or that one starts in turn, knows them. */
export function starterOf({ standing, grants, starter }: Actor): KnownStarter {
  return standing ? { user: standing.user, byGrants: grants !== undefined } : (starter ?? {});
}

/** @throws Refused JOB_STARTER_MAY_NOT */
export async function checkStarter(platform: Platform, starter: Starter): Promise<void> {
  if (starter.user === undefined) return;
  for (const may of platform.extensions(stillMay).values()) if (!(await may(platform, starter))) refuse(starterMayNot('', { starter: starter.id }));
}
