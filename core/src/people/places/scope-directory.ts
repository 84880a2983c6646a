import { scopeDirectories } from '../../kernel/access/scope-directory.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';

/** Places lie in those above them. */
export const placeDirectory = scopeDirectories.contribute('places', {
  async outside(ctx, codes, within) {
    const { rows } = await ask<{ code: string }>(ctx, sql`
      select given.code from unnest(${codes}::text[]) as given (code)
      where not exists (
        select from people.place here where here.code = given.code and (${within}::text[] is null or exists (
          select from people.place root where root.code = any(${within}::text[]) and here.number between root.number and root.last_number)))`);
    return rows.map(({ code }) => code);
  },
});
