import type { Pool } from 'pg';
import type { Platform } from '../platform.js';
import { extensionPoint } from './extension-point.js';

/** What keeps a process from answering, and what to do about it. */
export interface NotReady {
  readonly code: string;
  readonly because: string;
  readonly cure: string;
}

/**
 * Something that must hold of the database before anybody is answered. Asked when a process starts, which ends it, and by each
 * readiness probe, so it must be quick.
 */
export type ReadyWhen = (platform: Platform, database: Pick<Pool, 'query'>) => Promise<NotReady | undefined>;

export const readyWhen = extensionPoint<ReadyWhen>('kernel.ready-when', 'many', 'What must hold of the database before anybody is answered');

/** The first thing that does not hold. */
export async function whyNotReady(platform: Platform, database: Pick<Pool, 'query'> = platform.pool): Promise<NotReady | undefined> {
  for (const ask of platform.extensions(readyWhen).values()) {
    const found = await ask(platform, database);
    if (found) return found;
  }
  return undefined;
}

/** A platform that may not start. */
export class NotReadyProblem extends Error {
  override readonly name = 'NotReadyProblem';
  readonly code: string;
  readonly cure: string;

  constructor({ code, because, cure }: NotReady) {
    super(`${because[0]?.toUpperCase()}${because.slice(1)}.`);
    this.code = code;
    this.cure = cure;
  }
}
