-- Roles: those that modules bring, kept as their modules say, and the deployment's own.
create table access.role (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  name text not null constraint role_name_key unique constraint role_name_form check (name ~ '^[a-z][a-z0-9-]*$'),
  description text not null,
  -- Whose it is; the deployment's own where null.
  module text
);
call kernel.keep_history('access.role');

create table access.role_permission (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  role_id uuid not null references access.role,
  permission text not null,
  constraint role_permission_once unique (role_id, permission)
);
create index role_permission_permission on access.role_permission (permission);
call kernel.keep_history('access.role_permission');

-- What a user may, where, from when to when. No limit in a dimension has to be said: a list that is empty holds nothing.
create table access.grant (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  user_id uuid not null references access.user,
  role_id uuid not null references access.role,
  every_place boolean not null default false,
  places text[] default '{}',
  every_organisation boolean not null default false,
  organisations text[] default '{}',
  every_programme boolean not null default false,
  programmes text[] default '{}',
  -- Whether the user may give it to others, or a part of it.
  may_grant boolean not null default false,
  valid_from date not null,
  valid_to date,
  given_by text not null,
  reason text not null,
  ended_by text,
  end_reason text,
  constraint grant_places check (every_place = (places is null)),
  constraint grant_organisations check (every_organisation = (organisations is null)),
  constraint grant_programmes check (every_programme = (programmes is null)),
  constraint grant_interval check (valid_to is null or valid_to >= valid_from)
);
create index grant_user on access.grant (user_id);
create index grant_role on access.grant (role_id);
call kernel.keep_history('access.grant');

-- Who has a permission of one list may have none of the other, be it by another grant.
create table access.separation (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  name text not null constraint separation_name_key unique constraint separation_name_form check (name ~ '^[a-z][a-z0-9.-]*$'),
  description text not null,
  module text,
  one text[] not null constraint separation_one check (cardinality(one) > 0),
  other text[] not null constraint separation_other check (cardinality(other) > 0),
  constraint separation_sides check (not one && other)
);
call kernel.keep_history('access.separation');

-- Counts the changes to what each user may. What is known of a user's grants holds as long as the count is the same.
create table access.standing (
  user_id uuid primary key references access.user,
  epoch bigint not null
);

create function access.require_standing(of_user uuid, known bigint) returns boolean language plpgsql stable as $$
begin
  if not exists (select from access.standing s where s.user_id = of_user and s.epoch = known) then
    raise exception 'what the user may was changed' using errcode = 'KG403';
  end if;
  return true;
end $$;

create function access.count_users(users uuid[]) returns void language sql as $$
  insert into access.standing (user_id, epoch) select distinct u, 1 from unnest(users) u order by u
  on conflict (user_id) do update set epoch = standing.epoch + 1
$$;

create function access.user_changed() returns trigger language plpgsql as $$
begin
  perform access.count_users(array[new.id]);
  return null;
end $$;
create trigger user_changed after insert or update on access.user for each row execute function access.user_changed();
insert into access.standing (user_id, epoch) select id, 1 from access.user;

create function access.grant_changed() returns trigger language plpgsql as $$
begin
  perform access.count_users(array_remove(array[new.user_id, old.user_id], null));
  return null;
end $$;
create trigger grant_changed after insert or update or delete on access.grant for each row execute function access.grant_changed();

create function access.role_permission_changed() returns trigger language plpgsql as $$
begin
  perform access.count_users(array(select distinct g.user_id from access.grant g where g.role_id in (new.role_id, old.role_id)));
  return null;
end $$;
create trigger role_permission_changed after insert or update or delete on access.role_permission for each row execute function access.role_permission_changed();

-- Whoever changes what somebody may waits for whoever else does: two changes that are harmless each may not be together.
create function access.take_turns() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('access.grants', 0));
  return null;
end $$;
create trigger take_turns before insert or update or delete on access.grant for each statement execute function access.take_turns();
create trigger take_turns before insert or update or delete on access.role_permission for each statement execute function access.take_turns();
create trigger take_turns before insert or update or delete on access.separation for each statement execute function access.take_turns();

-- Who has, at one time, what nobody may have together.
create function access.breaches() returns table (user_id uuid, separation_id uuid, one text, other text, one_grant uuid, other_grant uuid) language sql stable as $$
  select g.user_id, s.id, p.permission, q.permission, g.id, h.id
  from access.separation s
  join access.role_permission p on p.permission = any (s.one)
  join access.grant g on g.role_id = p.role_id
  join access.grant h on h.user_id = g.user_id and daterange(g.valid_from, g.valid_to) && daterange(h.valid_from, h.valid_to)
  join access.role_permission q on q.role_id = h.role_id and q.permission = any (s.other)
$$;

create function access.check_grant() returns trigger language plpgsql as $$
begin
  if exists (select from access.breaches() b where b.user_id = new.user_id and new.id in (b.one_grant, b.other_grant)) then
    raise exception 'the grant would give together what is to be separate' using errcode = '23514', constraint = 'separation_of_duties';
  end if;
  return null;
end $$;
create trigger check_grant after insert or update of user_id, role_id, valid_from, valid_to on access.grant for each row execute function access.check_grant();

-- What a module says of its own roles is not refused: whoever then has too much is among the breaches.
create function access.check_role_permission() returns trigger language plpgsql as $$
begin
  if exists (select from access.role r where r.id = new.role_id and r.module is not null) then
    return null;
  end if;
  if exists (select from access.breaches() b join access.grant g on g.id in (b.one_grant, b.other_grant)
             where g.role_id = new.role_id and new.permission in (b.one, b.other))
    or exists (select from access.separation s join access.role_permission p on p.role_id = new.role_id
               where new.permission = any (s.one) and p.permission = any (s.other) or new.permission = any (s.other) and p.permission = any (s.one)) then
    raise exception 'the role would give together what is to be separate' using errcode = '23514', constraint = 'separation_of_duties';
  end if;
  return null;
end $$;
create trigger check_role_permission after insert or update on access.role_permission for each row execute function access.check_role_permission();
