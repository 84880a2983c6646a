import { scopeDirectories } from '../../kernel/access/scope-directory.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';

/** An organisation is limited by its own code alone. */
export const organisationDirectory = scopeDirectories.contribute('organisations', {
  async outside(ctx, codes, within) {
    const { rows } = await ask<{ code: string }>(ctx, sql`
      select given.code from unnest(${codes}::text[]) as given (code)
      where not exists (select from people.organisation o where o.code = given.code) or given.code <> all(coalesce(${within}::text[], array[given.code]))`);
    return rows.map(({ code }) => code);
  },
});
