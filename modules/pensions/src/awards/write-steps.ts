import { ask, sql, type TxContext } from '@kinga/plugin-sdk';
import type { HeldAward } from './hold-award.js';

/** What an award is worth from a day on; what is left out stays as it was. */
export interface WorthSet {
  readonly from: string;
  readonly whole?: string;
  readonly share?: string;
  /** Of a share: what of the whole the shares below it have. */
  readonly above?: string;
}

export interface StepsToWrite {
  readonly award: Pick<HeldAward, 'id' | 'programme_id' | 'person_id' | 'kind' | 'from_day' | 'last_day' | 'currency' | 'digits'>;
  readonly sets: readonly WorthSet[];
  /** What lies before stays as it was written. */
  readonly since: string;
  /** What the step on that day is called, and other steps that are set. */
  readonly kind: 'AWARD' | 'REVISION' | 'SHARE';
  readonly decisionId?: string | null;
  readonly revisionId?: string | null;
  readonly because?: string | null;
  readonly ofShares?: boolean;
}

/**
 * Writes what an award is worth from a day on: as it is set, raised by the indexations that were approved since. Whoever applies an
 * indexation meanwhile waits, so that none is missed and none counts twice.
 */
export async function writeSteps(ctx: TxContext, { award, sets, since, kind, decisionId = null, revisionId = null, because = null, ofShares = false }: StepsToWrite): Promise<void> {
  await ctx.tx.query("select from pensions.indexation where programme_id = $1 and state = 'APPLYING' order by id for share", [award.programme_id]);
  await ask(ctx, sql`
    with steps as materialized (
      select row_number() over () as n, t.* from pensions.timeline(${award.programme_id}::uuid, ${award.kind}::text, ${award.from_day}::date, ${award.last_day}::date, ${award.digits}::int, ${JSON.stringify(sets)}::jsonb) t),
    -- What held on the day, by all that lies before or on it, and what follows.
    wanted as (
      select s.n, ${since}::date as at, ${kind}::text as kind, s.whole, s.share, s.above, s.amount, null::uuid as indexation_id from steps s where s.n = (select max(b.n) from steps b where b.at <= ${since}::date)
      union all
      select s.n, s.at, case s.kind when 'SET' then ${kind}::text else s.kind end, s.whole, s.share, s.above, s.amount, s.indexation_id from steps s where s.at > ${since}::date)
    insert into pensions.award_step (award_id, programme_id, person_id, number, kind, from_day, amount, whole, share, above, currency, decision_id, revision_id, indexation_id, because, made_by)
    select ${award.id}::uuid, ${award.programme_id}::uuid, ${award.person_id}::uuid, coalesce((select max(o.number) from pensions.award_step o where o.award_id = ${award.id}::uuid), 0) + row_number() over (order by w.n),
      w.kind, w.at, w.amount, case when ${ofShares}::boolean then w.whole end, w.share, w.above, ${award.currency}::text, case when w.kind <> 'INDEXATION' then ${decisionId}::uuid end, ${revisionId}::uuid, w.indexation_id, ${because}::text, ${ctx.actor.id}::text
    from wanted w order by w.n`);
}
