-- In which months another carrier takes the place of a part of the scheme for a member: whatever is declared of a month, whenever that is.
alter table pensions.member add column contracted_out_in datemultirange not null default '{}';
update pensions.member set contracted_out_in = '{(,)}' where contracted_out;
-- kinga: allow drop because no version was released that asks for it
alter table pensions.member drop column contracted_out;

-- When the rules were asked about a claim last: one that was lodged ahead of its day is asked again once that has come.
alter table pensions.claim add column assessed_on date;
