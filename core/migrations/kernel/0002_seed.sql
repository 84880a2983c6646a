-- Which of the modules' seeds this database has had, so that each runs once.
create table kernel.seed (
  module text not null,
  name text not null,
  kind text not null check (kind in ('reference', 'demo')),
  applied_at timestamptz(3) not null default now(),
  primary key (module, name)
);
