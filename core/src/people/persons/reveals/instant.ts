import { fromContext } from '../../../kernel/read/sql.js';

/** The instant of the request. */
export const instant = fromContext((ctx) => new Date(ctx.platform.now()).toISOString(), 'timestamptz');
