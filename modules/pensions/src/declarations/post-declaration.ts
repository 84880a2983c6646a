import { ask, beyondScope, defineJob, inTransaction, publish, sql, startJob, type Context, type JobControl, type TxContext } from '@kinga/plugin-sdk';
import { contributionsPosted } from '../events.js';
import { DeclarationState } from './declaration-state.js';
import { holdDeclaration, type LockedDeclaration } from './lock-declaration.js';

const AT_A_TIME = 5_000;

/** Posts the contributions of a declaration that is due: killed anywhere it goes on, and of each line posts once for each turn. */
export const postContributions = defineJob<{ readonly declarationId: string }>({
  name: 'pensions.post-contributions',
  description: 'Posts the contributions of a declaration',
  run: async (ctx, { declarationId }, job) => ({ posted: await postIfDue(ctx, declarationId, job) }),
});

/** Whether a declaration is due to be posted: it counts when it is declared, or all that it demands is paid, or it says that less was earned; and what it corrects is posted. */
async function isDue(tx: TxContext, { creditedWhen, demand, corrects, amount }: LockedDeclaration): Promise<boolean> {
  const { rows: [due] } = await ask<{ due: boolean }>(tx, sql`
    select (${creditedWhen} = 'DECLARED' or ${amount}::numeric <= 0 or ${demand}::uuid is null or exists (select from transactions.demand d where d.id = ${demand}::uuid and d.state = 'SETTLED'))
      and not exists (select from pensions.declaration before where before.id = ${corrects}::uuid and before.state <> 'POSTED') as due`);
  return due?.due ?? false;
}

async function begin(tx: TxContext, declarationId: string): Promise<LockedDeclaration | undefined> {
  const declaration = await holdDeclaration(tx, declarationId);
  if (declaration.state === DeclarationState.POSTING) return declaration;
  if (declaration.state !== DeclarationState.ACCEPTED || !(await isDue(tx, declaration))) return undefined;
  await tx.tx.query("update pensions.declaration set state = 'POSTING', turn = turn + 1 where id = $1", [declarationId]);
  return { ...declaration, turn: declaration.turn + 1 };
}

/** Posts what is due of a declaration; nothing where it is not. @returns how many rows were posted */
export async function postIfDue(ctx: Context, declarationId: string, job: JobControl): Promise<number> {
  const declaration = await inTransaction(ctx, (tx) => beyondScope(tx, () => begin(tx, declarationId)));
  if (!declaration) return 0;
  for (let [posted, after] = [0, 0]; ; ) {
    const page = await inTransaction(ctx, (tx) => beyondScope(tx, () => postPage(tx, declaration, after)));
    posted += page.posted;
    await job.progress(posted, posted);
    if (page.last === null) {
      await inTransaction(ctx, (tx) => beyondScope(tx, () => conclude(tx, declarationId)));
      return posted;
    }
    after = page.last;
  }
}

async function postPage(tx: TxContext, { id, currency, digits, turn }: LockedDeclaration, after: number): Promise<{ readonly posted: number; readonly last: number | null }> {
  const { rows: [page] } = await ask<{ posted: number; last: number | null; full: boolean }>(tx, sql`
    with page as (
      select l.* from pensions.declaration_line l where l.declaration_id = ${id}::uuid and l.state = 'ACCEPTED' and l.number > ${after}::int order by l.number limit ${AT_A_TIME}::int),
    made as (
      insert into pensions.contribution (person_id, programme_id, month, employer_id, category, source, line_id, turn, currency, earnings_declared, earnings_counted, days,
        worker_amount, employer_amount, state_amount, amount, parts, posted_on)
      select l.person_id, l.programme_id, l.month, l.employer_id, l.category, 'DECLARATION', l.id, ${turn}::int, ${currency}, round(l.earnings - coalesce(b.earnings, 0), ${digits}::int), l.earnings_counted - coalesce(b.earnings_counted, 0),
        coalesce(l.days, 0) - coalesce(b.days, 0), l.worker_amount - coalesce(b.worker_amount, 0), l.employer_amount - coalesce(b.employer_amount, 0), l.state_amount - coalesce(b.state_amount, 0),
        l.amount - coalesce(b.amount, 0), pensions.parts_less(l.parts, b.parts), ${tx.today}::date
      from page l left join pensions.declaration_line b on b.id = l.previous_id
      -- A correction that changes nothing of somebody posts nothing for them.
      where (l.earnings, l.earnings_counted, coalesce(l.days, 0), l.parts) is distinct from (coalesce(b.earnings, 0), coalesce(b.earnings_counted, 0), coalesce(b.days, 0), coalesce(b.parts, '{}'))
      order by l.person_id on conflict (line_id, turn) where undoes_id is null and line_id is not null do nothing returning id)
    select (select count(*)::int from made) as posted, (select max(number) from page) as last, (select count(*) from page) = ${AT_A_TIME}::int as full`);
  return { posted: page?.posted ?? 0, last: page?.full ? page.last : null };
}

async function conclude(tx: TxContext, declarationId: string): Promise<void> {
  const { state } = await holdDeclaration(tx, declarationId);
  if (state !== DeclarationState.POSTING) return;
  await tx.tx.query("update pensions.declaration set state = 'POSTED', posted_on = $2 where id = $1", [declarationId, tx.today]);
  await publish(tx, contributionsPosted, { declaration: declarationId });
  const { rows } = await tx.tx.query<{ id: string }>("select id from pensions.declaration where corrects_id = $1 and state = 'ACCEPTED'", [declarationId]);
  for (const { id } of rows) await startJob(tx, postContributions, { declarationId: id });
}
