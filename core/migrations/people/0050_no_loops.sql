-- No place lies in itself and no organisation is its own superior, over however many steps and whoever writes it. Looked at when
-- the transaction commits, so that places may change places; one transaction after the other, so that two don't make a loop together.
create function people.refuse_loop() returns trigger language plpgsql as $$
declare
  loops boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(tg_table_schema || '.' || tg_table_name || '.parent_id', 0));
  execute format(
    'with recursive up as (
       select t.parent_id as id from %1$I.%2$I t where t.id = $1 and t.parent_id is not null
       union select t.parent_id from %1$I.%2$I t join up on t.id = up.id where t.parent_id is not null)
     select exists (select from up where id = $1)', tg_table_schema, tg_table_name) into loops using new.id;
  if loops then
    raise exception '% % would be within itself', tg_table_name, new.id using errcode = 'KG030', constraint = tg_table_name || '_no_loop';
  end if;
  return null;
end $$;

create constraint trigger no_loop after insert or update of parent_id on people.place deferrable initially deferred
  for each row when (new.parent_id is not null) execute function people.refuse_loop();
create constraint trigger no_loop after insert or update of parent_id on people.organisation deferrable initially deferred
  for each row when (new.parent_id is not null) execute function people.refuse_loop();
