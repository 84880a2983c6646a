-- Who read what of whom, and what for: written before the answer leaves, one row for each statement that read about persons.
create table kernel.read_log (
  id uuid not null default kernel.uuid7(),
  at timestamptz(3) not null default clock_timestamp(),
  actor text not null,
  roles text[] not null,
  session text,
  request text not null,
  -- The mutation, job or handler; null where it is a query.
  operation text,
  purpose text not null,
  -- `Type.field` of what was read of persons and households.
  fields text[] not null,
  -- The persons and households whose data was read.
  subjects uuid[] not null,
  -- Whether values were shown that are masked otherwise.
  revealed boolean not null,
  primary key (id, at)
) partition by range (at);
create index read_log_subjects on kernel.read_log using gin (subjects);
create index read_log_actor on kernel.read_log (actor, at);
create index read_log_at on kernel.read_log (at);
call kernel.make_partitions('read_log', 'month', 3);
create trigger never_changed before update or delete on kernel.read_log for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on kernel.read_log for each statement execute function kernel.never_changed();
