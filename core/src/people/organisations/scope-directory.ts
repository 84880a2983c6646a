import { scopeDirectories } from '../../kernel/access/scope-directory.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { ofOrganisations } from './scope.js';

/** Organisations lie in those that they are parts of. */
export const organisationDirectory = scopeDirectories.contribute('organisations', {
  async outside(ctx, codes, within) {
    const { rows } = await ask<{ code: string }>(ctx, sql`
      select given.code from unnest(${codes}::text[]) as given (code)
      where not exists (select from people.organisation o where o.code = given.code and (${within}::text[] is null or ${ofOrganisations(sql`o.id`, sql`${within}::text[]`)}))`);
    return rows.map(({ code }) => code);
  },
});
