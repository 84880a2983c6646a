-- The past of a row is seen by whoever sees the row now: as with references (kernel.sees) by a function, since the row's own policy would be
-- planned, and set up, with every statement that reads the past.
create or replace procedure kernel.show_past(of_table regclass, also text default null) language plpgsql as $$
declare
  part constant text := kernel.history_part(of_table);
  kept constant boolean := to_regclass('kernel.' || quote_ident(part)) is not null;
  guarded constant boolean := (select relrowsecurity from pg_class where oid = of_table);
  has_id constant boolean := exists (select from pg_attribute where attrelid = of_table and attname = 'id' and atttypid = 'uuid'::regtype and not attisdropped);
  condition text := 'true';
begin
  if guarded and has_id then call kernel.make_sees(of_table); end if;
  if guarded then
    condition := concat_ws(' or ', '(select current_setting(''kinga.scope'', true)) = ''all''', case when has_id then kernel.sees(of_table, 'past.row_id') end, also);
  end if;
  execute format('create or replace view kernel.%I as select * from kernel.%I past where %s', 'past_' || substr(part, 9), case when kept then part else 'history' end, case when kept then condition else 'false' end);
end $$;

-- Views that were made before.
do $$
declare
  old record;
  definition text;
begin
  for old in
    select v.oid::regclass as of_view, pg_get_viewdef(v.oid) as definition, c.oid::regclass as of_table
    from pg_class v join pg_class c on c.relkind = 'r' and c.relrowsecurity and v.relname = 'past_' || substr(kernel.history_part(c.oid::regclass), 9)
    where v.relnamespace = 'kernel'::regnamespace and v.relkind = 'v'
  loop
    definition := regexp_replace(old.definition, 'EXISTS \( SELECT\s+FROM [a-z_.]+ now\s+WHERE \(now\.id = past\.row_id\)\)', kernel.sees(old.of_table, 'past.row_id'));
    if definition <> old.definition then
      call kernel.make_sees(old.of_table);
      execute format('create or replace view %s as %s', old.of_view, definition);
    end if;
  end loop;
end $$;
