-- What a statement of a member shows beside what was contributed: interest, where the scheme has it, and what nobody paid for.

-- Code of a parameter of the programme, or of all, whose value on the last day of a year is the rate for that year, such as 0.05.
alter table pensions.collection add column interest_parameter text constraint collection_interest_parameter check (length(interest_parameter) between 1 and 60);

-- Why a credit counts, as a code: MILITARY_SERVICE, CARE …
alter table pensions.contribution add column reason text constraint contribution_reason check (reason ~ '^[A-Z][A-Z0-9_]{0,59}$');

/*
Interest on what was contributed for somebody, year by year, for years that have ended: the year's rate on the balance at its beginning, and on
what was contributed for a month for the months of the year that follow it; rounded to the currency once a year, halves up.
*/
create function pensions.interest(of_person uuid, of_programme uuid, parameter text, until date, digits integer)
returns table (year integer, opening numeric, contributed numeric, rate numeric, interest numeric, closing numeric) language plpgsql stable parallel safe as $$
declare
  balance numeric := 0;
  first integer := (select extract(year from min(c.month)) from pensions.contribution c where c.person_id = of_person and c.programme_id = of_programme);
begin
  if parameter is null or first is null then return; end if;
  for each in first .. extract(year from until)::integer - 1 loop
    year := each;
    opening := balance;
    rate := (select v.value::numeric from programmes.parameter d join programmes.parameter_value v on v.parameter_id = d.id
      where d.code = parameter and (d.programme_id = of_programme or d.programme_id is null) and v.state = 'PUBLISHED' and v.effective_from <= make_date(year, 12, 31)
      order by d.programme_id is null, v.effective_from desc limit 1);
    select coalesce(sum(c.worker_amount + c.employer_amount + c.state_amount), 0),
      round((opening + coalesce(sum((c.worker_amount + c.employer_amount + c.state_amount) * (12 - extract(month from c.month)) / 12), 0)) * coalesce(rate, 0), digits)
    into contributed, interest from pensions.contribution c
    where c.person_id = of_person and c.programme_id = of_programme and c.month between make_date(year, 1, 1) and make_date(year, 12, 31);
    balance := opening + contributed + interest;
    closing := balance;
    return next;
  end loop;
end $$;
