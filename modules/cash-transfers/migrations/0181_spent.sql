-- How much a top-up has made owed, kept with what it adds: summing it up for each page anew would take ever longer.
alter table cash_transfers.shock_measure add column spent numeric not null default 0;
do $$
declare
  scope constant text := kernel.see_everything();
begin
  update cash_transfers.shock_measure m set spent = s.amount
  from (select e.basis ->> 'measure' as measure, sum(e.amount) as amount from programmes.entitlement e where e.kind like 'SHOCK.%' group by 1) s where s.measure = m.id::text;
  perform kernel.see_as(scope);
end $$;
