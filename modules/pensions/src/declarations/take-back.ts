import { ask, beyondScope, cancelDemand, defineJob, inTransaction, publish, sql, startJob, type Context, type JobControl, type TxContext } from '@kinga/plugin-sdk';
import { contributionsTakenBack } from '../events.js';
import { DeclarationState } from './declaration-state.js';
import { demandAnew } from './demand.js';
import { holdDeclaration, type LockedDeclaration } from './lock-declaration.js';
import { postContributions } from './post-declaration.js';

const AT_A_TIME = 5_000;

/** Takes back what a declaration posted, row by row by its opposite. Killed anywhere it goes on: no row is taken back twice. */
async function takeBackPages(ctx: Context, declarationId: string, wanted: DeclarationState, job: JobControl): Promise<number> {
  for (let taken = 0; ; ) {
    const count = await inTransaction(ctx, (tx) => beyondScope(tx, async () => {
      const { state } = await holdDeclaration(tx, declarationId);
      return state === wanted ? takeBackPage(tx, declarationId) : 0;
    }));
    if (count === 0) return taken;
    taken += count;
    await job.progress(taken, taken);
  }
}

async function takeBackPage(tx: TxContext, declarationId: string): Promise<number> {
  const { rowCount } = await ask(tx, sql`
    insert into pensions.contribution (person_id, programme_id, month, employer_id, category, source, line_id, turn, undoes_id, currency, earnings_declared, earnings_counted, days,
      worker_amount, employer_amount, state_amount, amount, parts, posted_on)
    select c.person_id, c.programme_id, c.month, c.employer_id, c.category, c.source, c.line_id, c.turn, c.id, c.currency, -c.earnings_declared, -c.earnings_counted, -c.days,
      -c.worker_amount, -c.employer_amount, -c.state_amount, -c.amount, pensions.parts_less('{}', c.parts), ${tx.today}::date
    from pensions.declaration_line l join pensions.contribution c on c.line_id = l.id
    where l.declaration_id = ${declarationId}::uuid and c.undoes_id is null and not exists (select from pensions.contribution u where u.undoes_id = c.id)
    order by c.person_id limit ${AT_A_TIME}::int on conflict on constraint contribution_undone_once do nothing`);
  return rowCount ?? 0;
}

/** What it demanded is taken back; where that was reckoned together with others of the month, theirs is demanded anew. */
async function takeBackDemand(tx: TxContext, declaration: LockedDeclaration): Promise<void> {
  const { rows: [shared] } = await ask<{ alone: boolean }>(tx, sql`
    select ${declaration.amount}::numeric >= 0 and not exists (select from pensions.declaration c where c.demand_id = ${declaration.demand}::uuid and c.id <> ${declaration.id}::uuid) as alone`);
  if (!shared?.alone) await demandAnew(tx, declaration, `declaration:${declaration.id}:reversed`);
  else if (declaration.demand) await cancelDemand(tx, declaration.demand, 'The declaration was taken back');
}

/** Takes back a declaration that was wrong as a whole, and what it demanded. */
export const reverseContributions = defineJob<{ readonly declarationId: string }>({
  name: 'pensions.reverse-declaration',
  description: 'Takes back a declaration',
  async run(ctx, { declarationId }, job) {
    const takenBack = await takeBackPages(ctx, declarationId, DeclarationState.REVERSING, job);
    await inTransaction(ctx, (tx) => beyondScope(tx, async () => {
      const declaration = await holdDeclaration(tx, declarationId);
      if (declaration.state !== DeclarationState.REVERSING) return;
      await ask(tx, sql`update pensions.declaration_line set state = 'REVERSED' where declaration_id = ${declarationId}::uuid and state = 'ACCEPTED'`);
      await takeBackDemand(tx, declaration);
      await tx.tx.query("update pensions.declaration set state = 'REVERSED', demand_id = null where id = $1", [declarationId]);
      await publish(tx, contributionsTakenBack, { declaration: declarationId });
    }));
    return { takenBack };
  },
});

/** Takes back what counted because it was paid, where the money did not come in after all. It is posted again when it does. */
export const unpostContributions = defineJob<{ readonly declarationId: string }>({
  name: 'pensions.unpost-contributions',
  description: 'Takes back contributions that were not paid after all',
  async run(ctx, { declarationId }, job) {
    const takenBack = await takeBackPages(ctx, declarationId, DeclarationState.POSTED, job);
    await inTransaction(ctx, (tx) => beyondScope(tx, async () => {
      const { state, demand } = await holdDeclaration(tx, declarationId);
      if (state !== DeclarationState.POSTED) return;
      await tx.tx.query("update pensions.declaration set state = 'ACCEPTED', posted_on = null where id = $1", [declarationId]);
      await publish(tx, contributionsTakenBack, { declaration: declarationId });
      const { rows: [paid] } = await tx.tx.query("select from transactions.demand where id = $1 and state = 'SETTLED'", [demand]);
      if (paid) await startJob(tx, postContributions, { declarationId });
    }));
    return { takenBack };
  },
});
