/** A table that says something of a person or a household, in a schema that holds such rows back, and that PostgreSQL does not guard. */
export interface Unguarded {
  readonly table: string;
}

/**
 * Tables of schema `$1` that lead to a person or a household, over any number of references within that schema, without
 * forced row-level security and a policy. None is right.
 */
export const UNGUARDED = `
  with recursive leads (oid) as (
    select unnest(array['people.person'::regclass::oid, 'people.household'::regclass::oid])
    union
    select f.conrelid from leads join pg_constraint f on f.contype = 'f' and f.confrelid = leads.oid
      join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1)
  select n.nspname || '.' || c.relname as table from leads join pg_class c on c.oid = leads.oid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)) order by 1`;
