-- Figures of groups are told in steps to whoever may not see persons: counts of as many as the smallest group has, amounts of what as many could be due at most.
-- Both null of reports that were made before, of which figures are hidden or told.
alter table programmes.simulation_part add column largest numeric not null default 0;
alter table programmes.simulation_row add column count_step numeric;
alter table programmes.simulation_row add column amount_step numeric;
