-- After a restore: erases again whoever is on the list, which is kept apart from backups. For the owner alone: whoever may call it
-- erases without anybody's approval.
drop function privacy.erase_again(uuid[], date);
create function privacy.erase_again(of_persons uuid[], on_days date[]) returns integer language plpgsql set search_path = pg_catalog, public as $$
declare
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
  there uuid[];
  households uuid[];
  counts jsonb;
begin
  perform set_config('kinga.scope', 'all', true);
  there := array(select p.id from people.person p where p.id = any (of_persons) order by p.id for update);
  households := privacy.households_of_only(there);
  counts := kernel.erase(there, households);
  perform kernel.erase_mentions(there || households);
  insert into privacy.erasure (person_id, erased_on, counts)
    select e.person, e.day, counts from unnest(of_persons, on_days) e (person, day) where e.person = any (there) on conflict do nothing;
  perform set_config('kinga.scope', scope_before, true);
  return cardinality(there);
end $$;
revoke all on function privacy.erase_again(uuid[], date[]) from public;

-- How many of these persons are in the database and not erased from it.
create function privacy.not_erased(of_persons uuid[]) returns integer language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
  there integer;
begin
  perform set_config('kinga.scope', 'all', true);
  there := (select count(*) from people.person p where p.id = any (of_persons) and not exists (select from privacy.erasure e where e.person_id = p.id));
  perform set_config('kinga.scope', scope_before, true);
  return there;
end $$;
