import { sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse, type Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { inProgrammesOf } from '../people/scope.js';
import type { ProgrammeTarget } from './programme.js';
import { programmeNotFound } from './refusals.js';

/** A programme that the actor may act on, held until the transaction ends. */
export interface LockedProgramme {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly scheme: string;
  readonly target: ProgrammeTarget;
  readonly currency: string;
  readonly starts_on: string;
  readonly ends_on: string | null;
}

/** @param notFound what whoever may not act on it is told, where they named something of it */
export async function lockProgramme(ctx: TxContext, id: string, path: string, notFound: (path: string) => Refusal = programmeNotFound): Promise<LockedProgramme> {
  const { rows } = await ask<LockedProgramme>(ctx, sql`
    select p.id, p.code, p.version, p.scheme, p.target, p.currency, p.starts_on::text, p.ends_on::text
    from programmes.programme p where p.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`p.id`)} for update`);
  return rows[0] ?? refuse(notFound(path));
}
