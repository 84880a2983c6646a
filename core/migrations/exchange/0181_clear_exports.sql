-- Exports with masked fields in clear: somebody else has approved before a word is written, and the file does not last.
alter table exchange.export add column clear_reason text, add column approved_by text, add column kept_until timestamptz(3);
-- kinga: allow check because the columns are new and null in every row
alter table exchange.export
  add constraint export_clear_reason check (length(clear_reason) between 10 and 1000),
  add constraint export_clear_approved check (clear_reason is null or state in ('QUEUED', 'CANCELLED', 'FAILED') or (approved_by is not null and approved_by <> asked_by)),
  add constraint export_clear_expires check ((clear_reason is not null and state = 'DONE') = (kept_until is not null));

-- Who asked for what, in clear or not, and who approved it never changes.
create function exchange.check_export() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.asked_by, new.query, new.variables, new.clear_reason, new.approved_by, new.purpose) is distinct from (old.asked_by, old.query, old.variables, old.clear_reason, old.approved_by, old.purpose)
    or new.kept_until is null and old.kept_until is not null or new.kept_until > old.kept_until then
    raise exception 'what export % is stays as it was asked for', old.id using errcode = 'KG001', constraint = 'export_as_asked';
  end if;
  return new;
end $$;
create trigger as_asked before update on exchange.export for each row execute function exchange.check_export();

-- Throws away the bytes of files in clear whose time has come by an instant; says of how many.
create function exchange.expire_clear_exports(at timestamptz) returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  scope_before constant text := coalesce(current_setting('kinga.scope', true), '');
  expired uuid[];
begin
  perform set_config('kinga.scope', 'all', true), set_config('kinga.erasing', 'yes', true);
  expired := array(select f.id from exchange.export e join kernel.file f on f.id = e.file_id where e.kept_until <= at and f.size > 0 order by f.id limit 100 for update of f skip locked);
  perform kernel.empty_files(expired);
  perform set_config('kinga.scope', scope_before, true), set_config('kinga.erasing', '', true);
  return cardinality(expired);
end $$;
