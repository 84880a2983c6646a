-- Whoever is enrolled after the day waits for the next period: lists are closed before a period begins.
alter table programmes.benefit_period add column cut_off_on date;
alter table programmes.benefit_period add constraint benefit_period_cut_off check (cut_off_on <= period_from) not valid;
alter table programmes.benefit_period validate constraint benefit_period_cut_off;
