-- The audit is written by its triggers, as the owner of the tables; whoever else is granted what writes nothing in it.
create function kernel.audit_only() returns trigger language plpgsql as $$
begin
  if current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    raise exception '% is written by the database alone', tg_table_schema || '.' || tg_table_name using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;

create trigger audit_only before insert on kernel.audit_change for each row execute function kernel.audit_only();
create trigger audit_only before insert on kernel.audit_entry for each row execute function kernel.audit_only();
create trigger audit_only before insert or update or delete on kernel.audit_head for each row execute function kernel.audit_only();
create trigger audit_only before insert or update or delete on kernel.audit_table for each row execute function kernel.audit_only();
revoke execute on function kernel.audit_note(text, text, uuid[], integer[], bytea[], bytea[], bytea[]) from public;
