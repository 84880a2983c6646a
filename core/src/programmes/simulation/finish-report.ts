import { v7 as uuidv7 } from 'uuid';
import type { TxContext } from '../../kernel/write/transaction.js';
import { publish } from '../../kernel/events/publish.js';
import { simulationDone } from '../events.js';
import { FIGURES } from './figures.js';
import { hiddenFigures, type Counts } from './suppress.js';
import { lockAsking, type Asking } from './tried.js';

interface Group extends Counts {
  readonly breakdown: string;
  readonly key: string | null;
  readonly label: string | null;
  readonly position: string | null;
}

/** Adds the parts up, decides what of small groups is hidden, and ends the simulation. */
export async function finishReport(ctx: TxContext, { id, smallestCell }: Asking): Promise<void> {
  if ((await lockAsking(ctx, id)).state === 'DONE') return;
  const { rows } = await ctx.tx.query<Group>(
    `select breakdown, key, min(label) as label, min(position)::text as position, ${FIGURES.map((figure) => (/cost|gained|lost/.test(figure) ? `sum(${figure})::text as ${figure}` : `sum(${figure})::int as ${figure}`)).join(', ')}
     from programmes.simulation_part where report_id = $1 group by breakdown, key order by breakdown, key is null, min(position), min(label), key`, [id],
  );
  const groups = [...Map.groupBy(rows, ({ breakdown }) => breakdown).values()].flatMap((of) => {
    const hidden = hiddenFigures(of, smallestCell);
    return of.map((group, at) => ({ ...group, id: uuidv7(), position: at, hidden: hidden[at] ?? [] }));
  });
  await ctx.tx.query(
    `insert into programmes.simulation_row (id, report_id, breakdown, key, label, position, hidden, ${FIGURES.join(', ')})
     select g.id, $1, g.breakdown, g.key, g.label, g.position, g.hidden, ${FIGURES.map((figure) => `g.${figure}`).join(', ')}
     from jsonb_populate_recordset(null::programmes.simulation_row, $2) g`, [id, JSON.stringify(groups)],
  );
  await ctx.tx.query('delete from programmes.simulation_part where report_id = $1', [id]);
  await ctx.tx.query("update programmes.simulation_report set state = 'DONE', done_at = now() where id = $1", [id]);
  await publish(ctx, simulationDone, { id });
}
