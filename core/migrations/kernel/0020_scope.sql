-- Which rows whoever acts may see and write is told to the database for one transaction, in the setting `kinga.scope`: `all`,
-- or a limit for each dimension, `<places>|<organisations>|<programmes>`, each `all` or a JSON list of codes. Not set, or
-- empty as it is on a connection that was used before, is nothing at all. Policies read it in subselects, once a statement.
create function kernel.scope_part(part integer) returns text language sql stable parallel safe
  return case when current_setting('kinga.scope', true) = 'all' then 'all' else split_part(current_setting('kinga.scope', true), '|', part) end;

-- Whether there is no limit in a dimension: 1 places, 2 organisations, 3 programmes.
create function kernel.unlimited(part integer) returns boolean language sql stable parallel safe
  return coalesce(kernel.scope_part(part) = 'all', false);

-- The codes in a dimension that has a limit.
create function kernel.codes_in_scope(part integer) returns text[] language plpgsql stable parallel safe as $$
declare
  said constant text := kernel.scope_part(part);
begin
  if said is null or left(said, 1) <> '[' then return '{}'; end if;
  return array(select jsonb_array_elements_text(said::jsonb));
end $$;

-- Holds back the rows of a table from whoever may not see them, also from the table's owner. The condition names the table's
-- columns by the table's name. What is written must be seen by its writer, too.
create procedure kernel.guard(of_table regclass, condition text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('alter table %s force row level security', of_table);
  execute format('drop policy if exists scope on %s', of_table);
  execute format('create policy scope on %s using (%s)', of_table, condition);
end $$;

-- Whether whoever acts sees a row of a guarded table, as conditions of tables that refer to it ask: `kernel.sees_<schema>_<table>(id)`. A
-- function, since a subselect would be planned anew in every statement, with the conditions of all that the table itself refers to.
create function kernel.sees(of_table regclass, id text) returns text language sql stable as $$
  select format('kernel.%I(%s)', format('sees_%s_%s', n.nspname, c.relname), id) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = of_table
$$;
create procedure kernel.make_sees(variadic of_tables regclass[]) language plpgsql as $$
declare
  one regclass;
begin
  foreach one in array of_tables loop
    execute format('create or replace function %s returns boolean language plpgsql stable parallel safe as %L', kernel.sees(one, 'of_row uuid'), format('begin return exists (select from %s whole where whole.id = of_row); end', one));
  end loop;
end $$;

-- Figures about a table are the owner's to gather; bulk work needs them right after it wrote.
create procedure kernel.gather_figures(variadic of_tables regclass[]) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one regclass;
begin
  foreach one in array of_tables loop
    execute format('analyze %s', one);
  end loop;
end $$;
