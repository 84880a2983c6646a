/*
Keys of persons. What is secret about a person is sealed with a key of that person, which is here only wrapped by the deployment's: who
destroys it destroys what it sealed, in rows, history and copies of them. Neither history nor the audit keeps a key, nor does a merge
move one: what was sealed says with which key, and an erasure takes those of all records that are one person.
*/
create table people.person_key (
  id uuid primary key,
  person_id uuid not null references people.person on delete cascade,
  wrapped bytea not null,
  created_at timestamptz(3) not null default now(),
  constraint person_key_wrapped check (length(wrapped) between 32 and 4096)
);
create index person_key_person on people.person_key (person_id);

create function people.check_person_key() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  -- With its person, as when an import is taken back.
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
  if tg_op = 'DELETE' or (new.id, new.person_id, new.created_at) is distinct from (old.id, old.person_id, old.created_at) then
    raise exception 'the key % stays while its person does, and is wrapped anew at most', old.id using errcode = 'KG001', constraint = 'person_key_stays';
  end if;
  return new;
end $$;
create trigger stays before update or delete on people.person_key for each row execute function people.check_person_key();
create trigger never_emptied before truncate on people.person_key for each statement execute function kernel.never_changed();

insert into people.merge_leaves (table_name, because) values ('people.person_key', 'what was sealed says with which key; an erasure finds the keys of both');
call people.guard_by_any('people.person_key', 'person_id person');
