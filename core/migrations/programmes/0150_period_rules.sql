-- What periods are determined by may be other rules of a version than those that decide on who is let in.
alter table programmes.decision_basis add column of_periods boolean not null default false;
