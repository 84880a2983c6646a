-- What an export is for, and how many rows were left out since whom they are about has given no ground for that.
alter table exchange.export add column purpose text not null default 'administration', add column left_out integer check (left_out >= 0);
