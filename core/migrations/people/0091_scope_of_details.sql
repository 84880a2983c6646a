-- What is kept of persons and households is seen by whoever sees the person or the household, where a row names several, one of
-- them: the platform's own predicates are narrower, and whoever writes needs the rows that the other side of theirs holds.
-- References as '<column> <table>', of people where no schema is said.
create procedure people.guard_by_any(of_table regclass, variadic of_references text[]) language plpgsql as $$
declare
  reference text;
  whole text;
  now text := '(select current_setting(''kinga.scope'', true)) = ''all''';
  past text;
begin
  foreach reference in array of_references loop
    whole := split_part(reference, ' ', 2);
    whole := case when position('.' in whole) > 0 then whole else 'people.' || whole end;
    call kernel.make_sees(whole::regclass);
    now := now || ' or ' || kernel.sees(whole::regclass, kernel.column_now(of_table, split_part(reference, ' ', 1)::name));
    past := concat_ws(' or ', past, kernel.sees(whole::regclass, kernel.column_past(split_part(reference, ' ', 1)::name)));
  end loop;
  call kernel.guard(of_table, now);
  call kernel.show_past(of_table, past);
end $$;

call people.guard_by_any('people.person_name', 'person_id person');
call people.guard_by_any('people.identifier', 'person_id person');
call people.guard_by_any('people.contact_point', 'person_id person');
call people.guard_by_any('people.address', 'person_id person');
call people.guard_by_any('people.payment_account', 'person_id person');
call people.guard_by_any('people.payment_account_check', 'account_id payment_account');
call people.guard_by_any('people.consent', 'person_id person');
call people.guard_by_any('people.disability', 'person_id person');
call people.guard_by_any('people.person_document', 'person_id person');
call people.guard_by_any('people.group_membership', 'person_id person');
call people.guard_by_any('people.reveal', 'person_id person');
call people.guard_by_any('people.relationship', 'person_id person', 'other_id person');
call people.guard_by_any('people.life_event', 'person_id person', 'second_person_id person');
call people.guard_by_any('people.membership', 'person_id person', 'household_id household');
call people.guard_by_any('people.residence', 'person_id person', 'household_id household');
call people.guard_by_any('people.person_merge', 'survivor_id person', 'merged_id person');
call people.guard_by_any('people.person_merge_row', 'merge_id person_merge');
