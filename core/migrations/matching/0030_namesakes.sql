-- How many bear both names, themselves included, and the share of persons who were born in one year: what an agreement says depends on both.
alter table matching.duplicate_person
  add column namesakes integer not null default 1,
  add column year_share real not null default 0;
