-- What has been ended before its time: sessions, and all tokens of a user that were issued until an instant. The keys are
-- hashes. A row may be deleted once nothing that was issued until then can still be within its own time.
create table kernel.ended_presence (
  key text primary key,
  ended_at timestamptz(3) not null,
  forget_at timestamptz(3) not null
);
create index ended_presence_forget on kernel.ended_presence (forget_at);

-- Called where a transaction opens and within planned reads, for whoever signed in.
create function kernel.require_presence(keys text[], since timestamptz) returns boolean language plpgsql stable as $$
begin
  if exists (select from kernel.ended_presence e where e.key = any (keys) and e.ended_at >= since) then
    raise exception 'the session was ended' using errcode = 'KG401';
  end if;
  return true;
end $$;

-- Ends what stands under a key now. Ending again moves the instant on, never back.
create procedure kernel.end_presence(of_key text, keep interval) language sql as $$
  insert into kernel.ended_presence (key, ended_at, forget_at) values (of_key, clock_timestamp(), clock_timestamp() + keep)
  on conflict (key) do update set ended_at = greatest(ended_presence.ended_at, excluded.ended_at), forget_at = greatest(ended_presence.forget_at, excluded.forget_at)
$$;
