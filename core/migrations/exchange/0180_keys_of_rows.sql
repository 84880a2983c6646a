-- The key that sealed a row's numbers, which becomes one of its person's.
alter table exchange.import_identifier add column key_id uuid, add column wrapped bytea;
