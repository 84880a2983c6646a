import { trusted } from '../../kernel/read/sql.js';
import { underAnyLimit, type RowScope } from '../../kernel/schema/resource.js';

/** What a bank books is of whole programmes: whoever has a limit, in whichever dimension, sees none of it. */
export const byNobodyWithLimits: RowScope = underAnyLimit(() => trusted('false'));
