-- Rows of one statement are made within a millisecond. Where PostgreSQL makes ids itself (18 and later), they keep the order in which they were made, and so has a list
-- that asks for no order; they cost half as much, too.
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create or replace function kernel.uuid7() returns uuid language sql volatile parallel safe as 'select uuidv7()';
  end if;
end $$;
