-- Whether lines may change is asked once for a statement, however many it writes.
drop trigger frozen on pensions.declaration_line;
-- kinga: allow drop because no version that was released has it
drop function pensions.check_declaration_line();

create function pensions.check_lines_written() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  broken uuid;
begin
  if not kernel.is_erasing(tg_relid) then
    if tg_op = 'INSERT' then
      select w.id into broken from became w join pensions.declaration d on d.id = w.declaration_id where d.state <> 'DRAFT' limit 1;
    elsif tg_op = 'DELETE' then
      select w.id into broken from was w join pensions.declaration d on d.id = w.declaration_id where d.state <> 'DRAFT' limit 1;
    else
      -- Whose a line is follows where two persons are found to be one; what was declared stays, and what follows from it is told as it is accepted or reversed.
      select w.id into broken from was w join became b on b.id = w.id join pensions.declaration d on d.id = w.declaration_id
      where d.state <> 'DRAFT' and case when d.state in ('ACCEPTING', 'REVERSING')
        then (b.declaration_id, b.number, b.earnings, b.days, b.category, b.member_number, b.declared_amount, b.given) is distinct from (w.declaration_id, w.number, w.earnings, w.days, w.category, w.member_number, w.declared_amount, w.given)
        else to_jsonb(b) - '{person_id,version,updated_at}'::text[] is distinct from to_jsonb(w) - '{person_id,version,updated_at}'::text[] end limit 1;
    end if;
  end if;
  perform kernel.see_as(scope);
  if broken is not null then
    raise exception 'the declaration of line % is submitted: correct it', broken using errcode = 'KG014', constraint = 'declaration_line_frozen';
  end if;
  return null;
end $$;
create trigger frozen_inserted after insert on pensions.declaration_line referencing new table as became for each statement execute function pensions.check_lines_written();
create trigger frozen_updated after update on pensions.declaration_line referencing old table as was new table as became for each statement execute function pensions.check_lines_written();
create trigger frozen_deleted after delete on pensions.declaration_line referencing old table as was for each statement execute function pensions.check_lines_written();

-- Lines are found by their declaration and by their person; further indexes are written with each line and, before a table is analysed, lead astray.
-- kinga: allow drop because no version that was released reads by it
drop index pensions.declaration_line_employer;
-- kinga: allow drop because no version that was released reads by it
drop index pensions.declaration_line_programme;
-- kinga: allow drop because contribution_of_line serves, and no version that was released reads by it
drop index pensions.contribution_by_line;
