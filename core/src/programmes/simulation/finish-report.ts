import { v7 as uuidv7 } from 'uuid';
import type { TxContext } from '../../kernel/write/transaction.js';
import { publish } from '../../kernel/events/publish.js';
import { simulationDone } from '../events.js';
import { FIGURES } from './figures.js';
import { lockAsking, type Asking } from './tried.js';

interface Group {
  readonly assessed: number;
  readonly breakdown: string;
  readonly key: string | null;
  readonly label: string | null;
  readonly position: string | null;
}

/** Adds the parts up, hides groups that are too small to tell of and says in which steps the others are told, and ends the simulation. */
export async function finishReport(ctx: TxContext, { id, smallestCell }: Asking): Promise<void> {
  if ((await lockAsking(ctx, id)).state === 'DONE') return;
  const { rows } = await ctx.tx.query<Group>(
    `select breakdown, key, min(label) as label, min(position)::text as position, ${FIGURES.map((figure) => (/cost|gained|lost/.test(figure) ? `sum(${figure})::text as ${figure}` : `sum(${figure})::int as ${figure}`)).join(', ')}
     from programmes.simulation_part where report_id = $1 group by breakdown, key order by breakdown, key is null, min(position), min(label), key`, [id],
  );
  const groups = [...Map.groupBy(rows, ({ breakdown }) => breakdown).values()].flatMap((of) =>
    of.map((group, at) => ({ ...group, id: uuidv7(), position: at, hidden: group.assessed > 0 && group.assessed < smallestCell ? FIGURES : [] })));
  await ctx.tx.query(
    `insert into programmes.simulation_row (id, report_id, breakdown, key, label, position, hidden, count_step, amount_step, ${FIGURES.join(', ')})
     select g.id, $1, g.breakdown, g.key, g.label, g.position, g.hidden, steps.of_counts, steps.of_amounts, ${FIGURES.map((figure) => `g.${figure}`).join(', ')}
     from jsonb_populate_recordset(null::programmes.simulation_row, $2) g
     cross join (select nullif($3::numeric, 1) as of_counts, case when $3 > 1 then coalesce(kernel.one_digit($3 * max(largest)), 0) end as of_amounts from programmes.simulation_part where report_id = $1) steps`,
    [id, JSON.stringify(groups), smallestCell],
  );
  await ctx.tx.query('delete from programmes.simulation_part where report_id = $1', [id]);
  await ctx.tx.query("update programmes.simulation_report set state = 'DONE', done_at = now() where id = $1", [id]);
  await publish(ctx, simulationDone, { id });
}
