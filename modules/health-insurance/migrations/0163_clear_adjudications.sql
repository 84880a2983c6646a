-- Rows of these tables are never committed, so that whoever looks for statistics while an adjudication runs finds pages without a row. From then on
-- every join of them is planned as one of nothing with nothing, each line against all that ever was there. Without statistics they are planned by how
-- long they are, which holds. What nobody vacuums is emptied instead.
alter table health_insurance.adjudication_line set (autovacuum_enabled = false, toast.autovacuum_enabled = false);
alter table health_insurance.adjudication_cover set (autovacuum_enabled = false);
-- kinga: allow whole-table because no row is ever committed here
truncate health_insurance.adjudication_line, health_insurance.adjudication_cover;

-- Every step changes lines: there is room for that where they are, so that no index is touched.
alter table health_insurance.adjudication_line set (fillfactor = 20);

-- Empties them where they have grown or somebody vacuumed them, unless an adjudication runs for longer than is waited. The platform's account may not truncate.
create procedure health_insurance.clear_adjudications(most_wait interval) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select bool_and(c.reltuples < 0) from pg_class c where c.oid in ('health_insurance.adjudication_line'::regclass, 'health_insurance.adjudication_cover'::regclass))
    and pg_relation_size('health_insurance.adjudication_line') < 32 * 1024 * 1024 then return; end if;
  perform set_config('lock_timeout', extract(milliseconds from most_wait)::int || 'ms', true);
  truncate health_insurance.adjudication_line, health_insurance.adjudication_cover;
exception when lock_not_available then
  raise debug 'claims are adjudicated: the next look will do';
end $$;

-- The same as a query, which is planned with the statement that asks for it; as a value it was planned and begun anew for each line.
-- kinga: allow drop because no version that uses it has been released
drop function health_insurance.taken_of(uuid, text, text, text, uuid, uuid);
create function health_insurance.taken_of(of_policy uuid, of_kind text, of_per text, of_care text, of_person uuid, but_claim uuid) returns table (amount numeric) language sql stable as $$
  select case when of_per = 'TREATMENT' then 0 else coalesce((
    select sum(case of_kind when 'DEDUCTIBLE' then n.deductible else n.counted end) from health_insurance.consumption n
    where n.policy_id = of_policy and n.superseded_by is null and n.claim_id is distinct from but_claim and (of_per = 'POLICY' or n.person_id = of_person)
      and (of_care = 'ANY' or n.in_patient = (of_care = 'IN_PATIENT'))), 0) end
$$;
