import type { Context } from '../../kernel/context.js';
import { retentions } from '../../kernel/privacy/register/extension-points.js';

const SCHEDULES = "select purpose, clock, years, source from privacy.retention_schedule where ended_on is null or ended_on > $1::date order by code";

interface Row {
  readonly purpose: string;
  readonly clock: string;
  readonly years: number;
  readonly source: string;
}

/** How long data is kept for a purpose, for the processing register. */
export const scheduledRetention = retentions.contribute('privacy.schedules', {
  byPurpose: async (ctx: Context) => {
    ctx.platform.onStatement(SCHEDULES);
    const { rows } = await ctx.platform.pool.query<Row>(SCHEDULES, [ctx.today]);
    const said = Map.groupBy(rows, ({ purpose }) => purpose);
    return new Map([...said].map(([purpose, of]) => [purpose, of.map(({ years, clock, source }) => `${years} years from ${clock} on (${source})`).join('; ')]));
  },
});
