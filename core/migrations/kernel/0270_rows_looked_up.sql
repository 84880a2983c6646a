-- A policy that asks a function whether the row is seen that its own refers to plans and runs a statement for each row, some 15 µs. A subselect of one
-- row is set up with the statement, some 10 µs for each reference to the table, and then takes 2 µs a row; PostgreSQL puts the other table's policy into it.
create function kernel.with_lookups(of_table regclass, condition text) returns text language plpgsql stable as $$
declare
  asked record;
  its text;
begin
  for asked in select distinct m[1] as call, m[2] as of_function, m[3] as reference from regexp_matches(condition, '(kernel\.(sees_[a-z0-9_]+)\(([a-z0-9_.]+)\))', 'g') m loop
    select substring(p.prosrc from 'from ([a-z0-9_.]+) whole') into strict its from pg_proc p where p.pronamespace = 'kernel'::regnamespace and p.proname = asked.of_function;
    condition := replace(condition, asked.call, format('(select true from %s seen where seen.id = %s)', its,
      case when position('.' in asked.reference) > 0 then asked.reference else kernel.column_now(of_table, asked.reference) end));
  end loop;
  return condition;
end $$;

create or replace procedure kernel.guard(of_table regclass, condition text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('alter table %s force row level security', of_table);
  execute format('drop policy if exists scope on %s', of_table);
  execute format('create policy scope on %s using (%s)', of_table, kernel.with_lookups(of_table, condition));
  call kernel.show_past(of_table);
end $$;

-- Policies that were made before.
do $$
declare
  old record;
begin
  for old in select p.polrelid::regclass as of_table, pg_get_expr(p.polqual, p.polrelid) as condition from pg_policy p where p.polname = 'scope' and pg_get_expr(p.polqual, p.polrelid) ~ 'kernel\.sees_' loop
    execute format('alter policy scope on %s using (%s)', old.of_table, kernel.with_lookups(old.of_table, old.condition));
  end loop;
end $$;
