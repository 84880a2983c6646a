-- Of some persons, those whose data may be used for a purpose on a day: what counts is the last decision on each legal ground, so
-- that a consent that was withdrawn stops the use while another ground carries it on.
create function privacy.may_use(of_persons uuid[], for_purpose text, on_day date) returns setof uuid language sql stable as $$
  select p from unnest(of_persons) p join people.person own on own.id = p
  where not exists (select from privacy.erasure e where e.person_id = p)
    and exists (
      select from (
        select distinct on (c.legal_basis) c.decision from people.consent c
        where c.person_id = coalesce(own.merged_into_id, own.id) and c.purpose = for_purpose and c.decided_on <= on_day
        order by c.legal_basis, c.decided_on desc, c.id desc) last
      where last.decision = 'GIVEN')
$$;
