-- Evidence of a merge as everywhere: where it is known from, and files.
alter table people.person_merge rename column source to evidence_source;
alter table people.person_merge add column evidence_file_ids uuid[] not null default '{}';

-- Tables whose rows follow from persons, or are about persons as they were: a merge leaves their references as they are.
create table people.merge_leaves (
  table_name text primary key,
  because text not null
);
insert into people.merge_leaves (table_name, because) values ('people.person_merge', 'says who was merged into whom');

-- Points one row at another person.
create function people.move_reference(of_merge uuid, reference people.person_reference, of_row jsonb, from_person uuid, to_person uuid) returns void language plpgsql as $$
begin
  perform people.write_part(reference.of_table, of_row, jsonb_build_object(reference.column_name, to_person), null);
  perform people.note_in_merge(of_merge, 'MOVED', reference.table_name, of_row - reference.column_name, reference.column_name,
    jsonb_build_object(reference.column_name, from_person), jsonb_build_object(reference.column_name, to_person));
end $$;

-- As before; tables that say so are left, and of two preferred rows the survivor's stays preferred.
create or replace function people.move_references(of_merge uuid, from_person uuid, to_person uuid, on_day date) returns void language plpgsql as $$
declare
  reference people.person_reference;
  preferable boolean;
  of_row jsonb;
  broken text;
begin
  for reference in
    select * from people.person_reference r
    where not r.append_only and r.primary_key is not null and (r.table_name, r.column_name) <> ('people.household', 'head_id')
      and not exists (select from people.merge_leaves l where l.table_name = r.table_name)
    order by r.table_name, r.column_name
  loop
    preferable := exists (select from pg_attribute a where a.attrelid = reference.of_table and a.attname = 'preferred' and a.atttypid = 'boolean'::regtype and not a.attisdropped);
    for of_row in execute format(
      'select (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest($2) k) from %s t where t.%I = $1 order by 1 for update', reference.of_table, reference.column_name)
      using from_person, reference.primary_key
    loop
      begin
        perform people.move_reference(of_merge, reference, of_row, from_person, to_person);
      exception
        when integrity_constraint_violation then
          get stacked diagnostics broken = constraint_name;
          begin
            if not preferable or not people.change_in_merge(of_merge, reference.of_table, of_row, 'preferred', '{"preferred": false}') then
              raise unique_violation;
            end if;
            perform people.move_reference(of_merge, reference, of_row, from_person, to_person);
          exception when integrity_constraint_violation then
            perform people.note_in_merge(of_merge, 'STAYED', reference.table_name, of_row, reference.column_name, null, null, null, broken);
            if reference.dated then perform people.end_in_merge(of_merge, reference.of_table, of_row, on_day); end if;
          end;
        when others then
          if sqlstate !~ '^KG' then raise; end if;
          exit;
      end;
    end loop;
  end loop;
end $$;
