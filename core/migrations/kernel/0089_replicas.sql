-- Up to where in the write-ahead log somebody last wrote, for reads from replicas: only one that has replayed so far answers them. Lost
-- with a crash, and of use for seconds only: so it needs no log of its own.
create unlogged table kernel.last_write (
  principal text primary key,
  position pg_lsn not null,
  at timestamptz(3) not null default clock_timestamp()
);

-- Where this server is in the write-ahead log: everything that a statement saw lies before it.
create function kernel.wal_position() returns pg_lsn language sql volatile as $$
  select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end
$$;

-- Notes that somebody wrote up to a position.
create procedure kernel.note_write(of_principal text, up_to pg_lsn) language sql as $$
  insert into kernel.last_write (principal, position) values (of_principal, up_to)
  on conflict (principal) do update set position = greatest(last_write.position, excluded.position), at = excluded.at
$$;
