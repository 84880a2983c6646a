-- The day on which somebody of a file died.
alter table exchange.import_row add column death_date date;
