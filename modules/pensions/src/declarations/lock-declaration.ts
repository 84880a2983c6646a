import { ask, inScope, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import type { DeclarationState } from './declaration-state.js';
import { declarationNotFound, declarationState, monthClosed } from './refusals.js';
import { ofDeclarant } from './scope.js';

/** A declaration as it stands, locked. */
export interface LockedDeclaration {
  readonly id: string;
  readonly programme: string;
  readonly employer: string | null;
  readonly person: string | null;
  readonly month: string;
  readonly corrects: string | null;
  readonly state: DeclarationState;
  readonly currency: string;
  readonly digits: number;
  readonly dueOn: string;
  readonly submittedBy: string | null;
  readonly submittedOn: string | null;
  readonly creditedWhen: 'DECLARED' | 'PAID' | null;
  readonly fileId: string | null;
  readonly fileLine: number | null;
  readonly demand: string | null;
  readonly amount: string;
  readonly turn: number;
}

const COLUMNS = sql`
  d.id, d.programme_id as programme, d.employer_id as employer, d.person_id as person, d.month::text, d.corrects_id as corrects, d.state, d.currency, c.minor_digits as digits, d.due_on::text as "dueOn",
  d.submitted_by as "submittedBy", d.submitted_on::text as "submittedOn", d.credited_when as "creditedWhen", d.file_id as "fileId", d.file_line as "fileLine", d.demand_id as demand, d.amount::text, d.turn`;

/** A declaration that the actor sees, locked, in one of some states. */
export async function lockDeclaration(ctx: TxContext, id: string, wanted: readonly DeclarationState[], path = 'declarationId'): Promise<LockedDeclaration> {
  const { rows: [found] } = await ask<LockedDeclaration>(ctx, sql`
    select ${COLUMNS} from pensions.declaration d join transactions.currency c on c.code = d.currency
    where d.id = ${id}::uuid and ${inScope(ctx, ofDeclarant, { programme: sql`d.programme_id`, employer: sql`d.employer_id`, person: sql`d.person_id` })} for no key update of d`);
  if (!found) return refuse(declarationNotFound(path));
  if (!wanted.includes(found.state)) refuse(declarationState(path, { state: found.state, wanted: wanted.join(' or ') }));
  return found;
}

/** The same for jobs, whatever its state; nothing where there is none. */
export async function holdDeclaration(ctx: TxContext, id: string): Promise<LockedDeclaration> {
  const { rows: [found] } = await ask<LockedDeclaration>(ctx, sql`select ${COLUMNS} from pensions.declaration d join transactions.currency c on c.code = d.currency where d.id = ${id}::uuid for no key update of d`);
  if (!found) throw new Error(`there is no declaration ${id}`);
  return found;
}

/** Refuses what would be done to a month that is closed. */
export async function checkOpen(ctx: TxContext, { programme, month }: Pick<LockedDeclaration, 'programme' | 'month'>, path: string): Promise<void> {
  const { rows: [closed] } = await ctx.tx.query<{ until: string }>('select closed_until::text as until from pensions.collection where programme_id = $1 and closed_until >= $2', [programme, month]);
  if (closed) refuse(monthClosed(path, { until: closed.until.slice(0, 7) }));
}
