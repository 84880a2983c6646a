-- Cash that is brought to a drawer while it is open.
alter table transactions.cash_session add column topped_up numeric not null default 0;
alter table transactions.cash_session add constraint cash_session_topped_up check (topped_up >= 0) not valid;
alter table transactions.cash_session validate constraint cash_session_topped_up;
create function transactions.check_top_up() returns trigger language plpgsql as $$
begin
  if old.state <> 'OPEN' or new.state <> 'OPEN' or new.topped_up < old.topped_up then
    raise exception 'cash is brought to drawer % only while it is open', old.id using errcode = 'KG030', constraint = 'cash_session_topped_up_open';
  end if;
  return new;
end $$;
create trigger topped_up before update on transactions.cash_session for each row when (old.topped_up is distinct from new.topped_up) execute function transactions.check_top_up();

create or replace function transactions.cash_in_drawer(session uuid) returns numeric language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  held numeric;
begin
  select s.advanced + s.topped_up - coalesce((select sum(case p.kind when 'PAID' then p.amount else -p.amount end) from transactions.cash_payout p where p.session_id = s.id), 0) into held
  from transactions.cash_session s where s.id = session;
  perform kernel.see_as(scope);
  return held;
end $$;
