import { ask, beyondScope, defineJob, inTransaction, publish, sql, type Context, type JobControl, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { declarationAccepted } from '../events.js';
import { contributionRules } from '../rates/contribution-rules.js';
import { checkLines } from './check-lines.js';
import { DeclarationState } from './declaration-state.js';
import { demandFor } from './demand.js';
import { holdDeclaration, type LockedDeclaration } from './lock-declaration.js';
import { postIfDue } from './post-declaration.js';

const AT_A_TIME = 1_000;

/**
 * Computes the lines of a declaration for good, page by page, demands what is owed, and posts what is due. Killed anywhere it goes on from
 * the lines that are not accepted; what is demanded is demanded once.
 */
export const acceptLines = defineJob<{ readonly declarationId: string }>({
  name: 'pensions.accept-declaration',
  description: 'Accepts a declaration',
  async run(ctx, { declarationId }, job) {
    const lines = await acceptPages(ctx, declarationId, job);
    await inTransaction(ctx, (tx) => beyondScope(tx, () => conclude(tx, declarationId)));
    return { lines, posted: await postIfDue(ctx, declarationId, job) };
  },
});

async function acceptPages(ctx: Context, declarationId: string, job: JobControl): Promise<number> {
  for (let [did, total] = [0, 0]; ; ) {
    const page = await inTransaction(ctx, (tx) => beyondScope(tx, () => acceptPage(tx, declarationId)));
    if (page.count === 0) return did;
    did += page.count;
    total ||= page.left;
    await job.progress(did, total);
  }
}

async function acceptPage(tx: TxContext, declarationId: string): Promise<{ readonly count: number; readonly left: number }> {
  const declaration = await holdDeclaration(tx, declarationId);
  if (declaration.state !== DeclarationState.ACCEPTING) return { count: 0, left: 0 };
  const { rows } = await ask<{ id: string; person: string; left: number }>(tx, sql`
    select l.id, l.person_id as person, (count(*) over ())::int as left from pensions.declaration_line l where l.declaration_id = ${declarationId}::uuid and l.state = 'VALID' order by l.number limit ${AT_A_TIME}::int`);
  if (rows.length === 0) return { count: 0, left: 0 };
  const ids = rows.map(({ id }) => id);
  // What counts beside is known for good once nobody else computes for these persons.
  await ask(tx, sql`select from people.person p where p.id = any(${rows.map(({ person }) => person)}::uuid[]) order by p.id for no key update`);
  await checkLines(tx, declaration, await contributionRules(tx, declaration.programme, declaration.month, 'declarationId'), sql`l.id = any(${ids}::uuid[])`);
  await ask(tx, sql`
    update pensions.declaration_line l set state = 'ACCEPTED', previous_id = ${declaration.corrects === null ? sql`null` : previous(declaration)}
    where l.id = any(${ids}::uuid[]) and l.state = 'VALID'`);
  return { count: rows.length, left: rows[0]?.left ?? 0 };
}

/** The line of the person that holds until now: the last of the declarations for the month. */
function previous({ programme, month, employer, person }: LockedDeclaration): Sql {
  return sql`(
    select before.id from pensions.declaration_line before
    where before.declaration_id = any(array(select d.id from pensions.declaration d where d.programme_id = ${programme}::uuid and d.month = ${month}::date and d.employer_id is not distinct from ${employer}::uuid
        and d.person_id is not distinct from ${person}::uuid and d.state in ('ACCEPTED', 'POSTING', 'POSTED')))
      and before.person_id = l.person_id and before.state = 'ACCEPTED' and not exists (select from pensions.declaration_line after where after.previous_id = before.id and after.state = 'ACCEPTED') order by before.id desc limit 1)`;
}

async function conclude(tx: TxContext, declarationId: string): Promise<void> {
  const declaration: LockedDeclaration = await holdDeclaration(tx, declarationId);
  if (declaration.state !== DeclarationState.ACCEPTING) return;
  await demandFor(tx, declaration);
  await tx.tx.query("update pensions.declaration set state = 'ACCEPTED' where id = $1", [declarationId]);
  await publish(tx, declarationAccepted, { id: declarationId });
}
