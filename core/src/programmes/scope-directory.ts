import { scopeDirectories } from '../kernel/access/scope-directory.js';
import { sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';

/** A programme is limited by its own code. */
export const programmeDirectory = scopeDirectories.contribute('programmes', {
  async outside(ctx, codes, within) {
    const { rows } = await ask<{ code: string }>(ctx, sql`
      select given.code from unnest(${codes}::text[]) as given (code)
      where not exists (select from programmes.programme p where p.code = given.code) or given.code <> all(coalesce(${within}::text[], array[given.code]))`);
    return rows.map(({ code }) => code);
  },
});
