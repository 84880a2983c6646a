-- Makes the partitions by time of what grows for ever, some ahead, and moves nothing: a period of which the partition of the rest already has
-- rows keeps them there. One that is made is attached, which holds nobody up who reads or writes. Whoever works may ask for it.
--
-- `made` tells the new ones, `kept` the periods whose rows stay in the partition of the rest.
create function kernel.make_coming_partitions(instant timestamptz, out made text[], out kept text[]) language plpgsql security definer
  set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '2s' as $$
declare
  parent record;
  first timestamptz;
  part text;
  there boolean;
begin
  made := '{}';
  kept := '{}';
  if instant > now() + interval '20 years' then raise exception 'partitions are made for at most twenty years ahead' using errcode = '22008'; end if;
  if not pg_try_advisory_xact_lock(hashtext('kernel.make_coming_partitions')) then return; end if;
  for parent in select * from (values ('audit_change', 'year', 1), ('audit_entry', 'year', 1), ('read_log', 'month', 6)) of_time (name, period, ahead) loop
    for n in 0..parent.ahead loop
      first := date_trunc(parent.period, instant) + n * ('1 ' || parent.period)::interval;
      part := parent.name || '_' || to_char(first, case parent.period when 'year' then 'YYYY' else 'YYYYMM' end);
      continue when to_regclass(format('kernel.%I', part)) is not null;
      execute format('select exists (select from kernel.%I where at >= $1 and at < $2)', parent.name || '_other') into there using first, first + ('1 ' || parent.period)::interval;
      if there then
        kept := kept || part;
        continue;
      end if;
      execute format('create table kernel.%I (like kernel.%I including defaults including constraints including storage)', part, parent.name);
      execute format('alter table kernel.%I attach partition kernel.%I for values from (%L) to (%L)', parent.name, part, first, first + ('1 ' || parent.period)::interval);
      made := made || part;
    end loop;
  end loop;
end $$;
