-- Of what was written as its owner sees it, within which scope: it is no longer theirs to fetch once they don't hold that.
alter table kernel.file add column made_in jsonb;
