-- Places hold from a day to a day. Numbers are not facts but an index of the tree: renumbering counts as no change.
alter table people.place
  -- The first day of the calendar stands for: since ever.
  add column valid_from date not null default '0001-01-01',
  add column valid_to date,
  -- Since when it is below its parent; null: as long as there is the place.
  add column parent_since date,
  add column longitude numeric(9, 6),
  add column latitude numeric(8, 6),
  add constraint place_valid check (valid_to is null or valid_to > valid_from),
  add constraint place_own_parent check (parent_id <> id),
  add constraint place_point check ((longitude is null) = (latitude is null) and longitude between -180 and 180 and latitude between -90 and 90);
create index place_name on people.place (name);

create table people.place_hierarchy (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint place_hierarchy_code_key unique,
  name text not null,
  description text
);
call kernel.keep_history('people.place_hierarchy');
-- The main one: what scope uses. Its present parents are those in people.place.
insert into people.place_hierarchy (id, code, name, description)
values ('00000000-0000-7000-8000-000000000001', 'administrative', 'Administrative', 'The main hierarchy: who may see what follows it.');

-- Which place was in which, in which hierarchy, from when to when. No parent: a root of the hierarchy.
create table people.place_link (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  hierarchy_id uuid not null references people.place_hierarchy,
  place_id uuid not null references people.place,
  parent_id uuid references people.place,
  valid_from date not null,
  valid_to date,
  constraint place_link_interval check (valid_to is null or valid_to > valid_from),
  constraint place_link_own_parent check (parent_id <> place_id),
  constraint place_link_one_parent exclude using gist (hierarchy_id with =, place_id with =, daterange(valid_from, valid_to) with &&)
);
create index place_link_place on people.place_link (place_id);
create index place_link_parent on people.place_link (parent_id);
call kernel.keep_history('people.place_link');

-- Where a place stands in a hierarchy other than the main one: made from the links, numbered in preorder. An index, no facts.
create table people.place_position (
  hierarchy_id uuid not null references people.place_hierarchy,
  place_id uuid not null references people.place,
  depth integer not null,
  number integer not null,
  last_number integer not null,
  primary key (hierarchy_id, place_id),
  constraint place_position_interval check (last_number >= number)
);
create index place_position_number on people.place_position (hierarchy_id, number);

-- All hierarchies alike. Ended places keep their number in the main one, so that what was written of them stays in somebody's scope.
create view people.place_in_hierarchy as
  select '00000000-0000-7000-8000-000000000001'::uuid as hierarchy_id, id as place_id, depth, number, last_number from people.place
  union all
  select hierarchy_id, place_id, depth, number, last_number from people.place_position;

create function people.keep_links_of_new_places() returns trigger language plpgsql as $$
begin
  insert into people.place_link (hierarchy_id, place_id, parent_id, valid_from, valid_to)
  select '00000000-0000-7000-8000-000000000001', p.id, p.parent_id, coalesce(p.parent_since, p.valid_from), p.valid_to from new_rows p;
  return null;
end $$;

-- Whoever writes the place, its links tell since when it is where it is.
create function people.keep_links_of_places() returns trigger language plpgsql as $$
begin
  if not exists (select from old_rows was join new_rows p on p.id = was.id
                 where (p.parent_id, p.parent_since, p.valid_to) is distinct from (was.parent_id, was.parent_since, was.valid_to)) then
    return null;
  end if;
  -- Corrected on the day on which it began: the same link with another parent.
  update people.place_link l set parent_id = p.parent_id
  from old_rows was join new_rows p on p.id = was.id
  where l.hierarchy_id = '00000000-0000-7000-8000-000000000001' and l.place_id = p.id and l.valid_to is not distinct from was.valid_to
    and p.parent_id is distinct from was.parent_id and l.valid_from = coalesce(p.parent_since, p.valid_from);
  update people.place_link l set valid_to = p.parent_since
  from old_rows was join new_rows p on p.id = was.id
  where l.hierarchy_id = '00000000-0000-7000-8000-000000000001' and l.place_id = p.id and l.valid_to is not distinct from was.valid_to
    and p.parent_id is distinct from was.parent_id and l.valid_from is distinct from coalesce(p.parent_since, p.valid_from);
  insert into people.place_link (hierarchy_id, place_id, parent_id, valid_from, valid_to)
  select '00000000-0000-7000-8000-000000000001', p.id, p.parent_id, coalesce(p.parent_since, p.valid_from), p.valid_to
  from old_rows was join new_rows p on p.id = was.id
  where p.parent_id is distinct from was.parent_id and not exists (
    select from people.place_link l where l.hierarchy_id = '00000000-0000-7000-8000-000000000001' and l.place_id = p.id
      and l.valid_from = coalesce(p.parent_since, p.valid_from) and l.valid_to is not distinct from was.valid_to);
  update people.place_link l set valid_to = p.valid_to
  from old_rows was join new_rows p on p.id = was.id
  where l.hierarchy_id = '00000000-0000-7000-8000-000000000001' and l.place_id = p.id and l.valid_to is not distinct from was.valid_to
    and p.valid_to is distinct from was.valid_to and p.parent_id is not distinct from was.parent_id;
  return null;
end $$;

insert into people.place_link (hierarchy_id, place_id, parent_id, valid_from)
select '00000000-0000-7000-8000-000000000001', id, parent_id, valid_from from people.place;
create trigger keep_links_of_new_places after insert on people.place
  referencing new table as new_rows for each statement execute function people.keep_links_of_new_places();
create trigger keep_links_of_places after update on people.place
  referencing old table as old_rows new table as new_rows for each statement execute function people.keep_links_of_places();

-- As kernel.keep_history, but a place that only got other numbers has not changed.
create function people.record_place_history() returns trigger language plpgsql as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
  select 'people.place', was.id, was.version, tg_op, to_jsonb(was),
         nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''), became.updated_at
  from old_rows was join new_rows became on became.id = was.id where became.version <> was.version;
  return null;
end $$;
drop trigger count_version on people.place;
create trigger count_version before update on people.place for each row
  when ((old.depth, old.number, old.last_number) is not distinct from (new.depth, new.number, new.last_number)
    or (old.code, old.name, old.level, old.parent_id, old.parent_since, old.valid_from, old.valid_to, old.longitude, old.latitude)
      is distinct from (new.code, new.name, new.level, new.parent_id, new.parent_since, new.valid_from, new.valid_to, new.longitude, new.latitude))
  execute function kernel.count_version();
drop trigger record_history on people.place;
create trigger record_history after update on people.place
  referencing old table as old_rows new table as new_rows for each statement execute function people.record_place_history();

-- Further names of a place for programs: P-codes, statistical codes, codes that it had before.
create table people.place_code (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  place_id uuid not null references people.place,
  scheme text not null,
  code text not null,
  valid_from date not null default '0001-01-01',
  valid_to date,
  constraint place_code_interval check (valid_to is null or valid_to > valid_from),
  constraint place_code_one_place exclude using gist (scheme with =, code with =, daterange(valid_from, valid_to) with &&)
);
create index place_code_place on people.place_code (place_id);
create index place_code_code on people.place_code (code);
call kernel.keep_history('people.place_code');

-- The outline of a place on the map, as GeoJSON, and the box around it.
create table people.place_boundary (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  place_id uuid not null references people.place,
  geometry jsonb not null,
  source text,
  west numeric not null,
  south numeric not null,
  east numeric not null,
  north numeric not null,
  valid_from date not null,
  valid_to date,
  constraint place_boundary_interval check (valid_to is null or valid_to > valid_from),
  constraint place_boundary_one exclude using gist (place_id with =, daterange(valid_from, valid_to) with &&)
);
create index place_boundary_place on people.place_boundary (place_id);
call kernel.keep_history('people.place_boundary');

-- What became of which place.
create table people.place_succession (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  predecessor_id uuid not null references people.place,
  successor_id uuid not null references people.place,
  kind text not null constraint place_succession_kind check (kind in ('RENAMED', 'SPLIT', 'MERGED', 'REDRAWN')),
  replaced_on date not null,
  constraint place_succession_once unique (predecessor_id, successor_id)
);
create index place_succession_successor on people.place_succession (successor_id);
call kernel.append_only('people.place_succession');
