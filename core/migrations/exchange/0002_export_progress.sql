-- How far an export is changes with each chunk and is of no interest later; what was asked for and what became of it is kept.
create table exchange.export_progress (
  export_id uuid primary key references exchange.export,
  rows integer not null default 0,
  -- Where it goes on: after which row, with which chunk of the file, and what its writer has to know.
  cursor text,
  chunk integer not null default 0,
  size bigint not null default 0,
  writer jsonb
);
insert into exchange.export_progress (export_id, rows, cursor, chunk, size, writer) select id, rows, cursor, chunk, size, writer from exchange.export;
alter table exchange.export drop column rows, drop column cursor, drop column chunk, drop column size, drop column writer;
call kernel.keep_history('exchange.export');
