-- What the last search of everybody counted, so that one person can be compared with everybody at any time: how many there are, which
-- share of them was born in which year, and how frequent each name is that several bear.
alter table matching.duplicate_run add column figures jsonb;
create table matching.name_share (
  part text not null constraint name_share_part check (part in ('given', 'family')),
  name text collate "C" not null,
  -- Of those who have such a name.
  share real not null,
  primary key (part, name)
);
