-- As 0104, but that rows before and after are joined as wholes: one by one it would take for ever in bulk. Drafts, of which most lines are, are not joined at all.
create or replace function pensions.check_lines_written() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  scope constant text := kernel.see_everything();
  touched uuid[];
  settled uuid[];
  computed uuid[];
  broken uuid;
begin
  if not kernel.is_erasing(tg_relid) then
    if tg_op = 'DELETE' then
      touched := array(select distinct w.declaration_id from was w);
    else
      touched := array(select distinct b.declaration_id from became b);
    end if;
    settled := array(select d.id from pensions.declaration d where d.id = any(touched) and d.state <> 'DRAFT');
    if settled <> '{}' and tg_op <> 'UPDATE' then broken := settled[1]; end if;
    if settled <> '{}' and tg_op = 'UPDATE' then
      computed := array(select d.id from pensions.declaration d where d.id = any(settled) and d.state in ('ACCEPTING', 'REVERSING'));
      -- Whose a line is follows where two persons are found to be one; what was declared stays, and what follows from it is told as it is accepted or reversed.
      select w.id into broken from was w join became b on b.id = w.id
      where w.declaration_id = any(settled) and case when w.declaration_id = any(computed)
        then (b.declaration_id, b.number, b.earnings, b.days, b.category, b.member_number, b.declared_amount, b.given) is distinct from (w.declaration_id, w.number, w.earnings, w.days, w.category, w.member_number, w.declared_amount, w.given)
        else to_jsonb(b) - '{person_id,version,updated_at}'::text[] is distinct from to_jsonb(w) - '{person_id,version,updated_at}'::text[] end limit 1;
    end if;
  end if;
  perform kernel.see_as(scope);
  if broken is not null then
    raise exception 'declaration lines of % are submitted: correct them', broken using errcode = 'KG014', constraint = 'declaration_line_frozen';
  end if;
  return null;
end $$;
