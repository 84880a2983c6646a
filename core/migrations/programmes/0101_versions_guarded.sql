-- What was submitted never changes, whoever writes; versions go from state to state along the arrows alone.
create function programmes.guard_version() returns trigger language plpgsql as $$
declare
  moved constant text := old.state || '>' || new.state;
  kept constant text[] := '{version,updated_at,state,in_force_to,submitted_by,submitted_at,published_by,published_at,ended_by,ended_at,ended_because}';
  drafted constant text[] := kept || '{effective_from,effective_to,supersedes_id,note,authors}'::text[];
  may_change constant text[] := case when moved = 'DRAFT>DRAFT' then drafted else kept end;
  actor constant text := nullif(current_setting('kinga.actor', true), '');
begin
  if moved not in ('DRAFT>DRAFT', 'DRAFT>IN_REVIEW', 'DRAFT>WITHDRAWN', 'IN_REVIEW>PUBLISHED', 'IN_REVIEW>REJECTED', 'IN_REVIEW>WITHDRAWN', 'PUBLISHED>SUPERSEDED', 'SUPERSEDED>SUPERSEDED') then
    raise exception 'a version of a programme cannot go from % to %', old.state, new.state using errcode = 'KG001', constraint = 'programme_version_moves';
  end if;
  if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
    raise exception 'a version of a programme that was submitted is never changed' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
  end if;
  if not new.authors @> old.authors or old.state <> 'DRAFT' and new.authors <> old.authors
     or moved = 'DRAFT>DRAFT' and actor <> all (new.authors) then
    raise exception 'whoever writes in a version stays among its authors' using errcode = 'KG001', constraint = 'programme_version_authors';
  end if;
  if moved = 'IN_REVIEW>PUBLISHED' then
    if new.in_force_to is distinct from new.effective_to or new.published_by <> actor then
      raise exception 'a version is published as it was submitted, by who acts' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
    end if;
  elsif old.state in ('PUBLISHED', 'SUPERSEDED') then
    -- Superseded is who gives the rest of its time to another.
    if new.in_force_to >= coalesce(old.in_force_to, 'infinity') or new.in_force_to is null
       or (new.submitted_by, new.submitted_at, new.published_by, new.published_at) is distinct from (old.submitted_by, old.submitted_at, old.published_by, old.published_at) then
      raise exception 'a version that was published only gives time to another' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
    end if;
  elsif new.in_force_to is not null or old.state = 'IN_REVIEW' and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at) then
    raise exception 'a version of a programme that was submitted is never changed' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
  end if;
  return new;
end $$;
create trigger a_guard_version before update on programmes.programme_version for each row execute function programmes.guard_version();

create function programmes.begins_as_draft() returns trigger language plpgsql as $$
begin
  if new.state <> 'DRAFT' or new.in_force_to is not null then
    raise exception 'a version of a programme begins as a draft' using errcode = 'KG001', constraint = 'programme_version_moves';
  end if;
  return new;
end $$;
create trigger begins_as_draft before insert on programmes.programme_version for each row execute function programmes.begins_as_draft();

create trigger never_deleted before delete on programmes.programme_version for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on programmes.programme_version for each statement execute function kernel.never_changed();

-- Rules change in drafts, by who is among the authors.
create function programmes.guard_rule() returns trigger language plpgsql as $$
declare
  of_version constant uuid[] := array[case when tg_op <> 'INSERT' then old.version_id end, case when tg_op <> 'DELETE' then new.version_id end];
  actor constant text := nullif(current_setting('kinga.actor', true), '');
begin
  -- The lock makes submitting and changing its rules follow one another.
  perform from programmes.programme_version v where v.id = any (of_version) for share;
  if exists (select from programmes.programme_version v where v.id = any (of_version) and (v.state <> 'DRAFT' or actor <> all (v.authors))) then
    raise exception 'rules change in drafts alone, by their authors' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard_rule before insert or update or delete on programmes.rule for each row execute function programmes.guard_rule();
create trigger never_emptied before truncate on programmes.rule for each statement execute function kernel.never_changed();

-- Values and versions of tables are as they were proposed; only whether they hold is decided.
create function programmes.guard_dated() returns trigger language plpgsql as $$
declare
  kept constant text[] := '{version,updated_at,state,decided_by,decided_at,decided_because}';
begin
  if tg_op = 'INSERT' then
    if new.state <> 'PROPOSED' then
      raise exception 'a row of % begins as a proposal', tg_table_name using errcode = 'KG001', constraint = tg_table_name || '_moves';
    end if;
    return new;
  end if;
  if old.state || '>' || new.state not in ('PROPOSED>PUBLISHED', 'PROPOSED>REJECTED', 'PUBLISHED>REPLACED') then
    raise exception 'a row of % cannot go from % to %', tg_table_name, old.state, new.state using errcode = 'KG001', constraint = tg_table_name || '_moves';
  end if;
  if to_jsonb(new) - kept is distinct from to_jsonb(old) - kept
     or old.state <> 'PROPOSED' and (new.decided_by, new.decided_at, new.decided_because) is distinct from (old.decided_by, old.decided_at, old.decided_because) then
    raise exception 'rows of % are never changed; propose another', tg_table_name using errcode = 'KG001', constraint = tg_table_name || '_as_proposed';
  end if;
  return new;
end $$;
create trigger a_guard_dated before insert or update on programmes.parameter_value for each row execute function programmes.guard_dated();
create trigger a_guard_dated before insert or update on programmes.rule_table_version for each row execute function programmes.guard_dated();
create trigger never_deleted before delete on programmes.parameter_value for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on programmes.parameter_value for each statement execute function kernel.never_changed();
create trigger never_deleted before delete on programmes.rule_table_version for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on programmes.rule_table_version for each statement execute function kernel.never_changed();

-- A table's rows belong to a proposal: none is added once it was decided.
create function programmes.guard_table_row() returns trigger language plpgsql as $$
begin
  perform from programmes.rule_table_version v where v.id = new.version_id and v.state = 'PROPOSED' for share;
  if not found then
    raise exception 'rows are added to proposals of tables alone' using errcode = 'KG001', constraint = 'rule_table_version_as_proposed';
  end if;
  return new;
end $$;
create trigger guard_table_row before insert on programmes.rule_table_row for each row execute function programmes.guard_table_row();

-- What parameters and tables are is settled when they are defined; their names may change.
create function programmes.guard_definition() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - '{version,updated_at,names}'::text[] is distinct from to_jsonb(old) - '{version,updated_at,names}'::text[] then
    raise exception 'rules rely on what % was defined as; define another', tg_table_name using errcode = 'KG001', constraint = tg_table_name || '_as_defined';
  end if;
  return new;
end $$;
create trigger a_guard_definition before update or delete on programmes.parameter for each row execute function programmes.guard_definition();
create trigger a_guard_definition before update or delete on programmes.rule_table for each row execute function programmes.guard_definition();

-- One name means one thing in a programme: none of its own is called like a shared one.
create function programmes.guard_shadow() returns trigger language plpgsql as $$
declare
  taken boolean;
begin
  perform pg_advisory_xact_lock(hashtext(tg_table_name), hashtext(new.code));
  execute format('select exists (select from programmes.%I o where o.code = $1 and (o.programme_id is null) <> ($2 is null))', tg_table_name) into taken using new.code, new.programme_id;
  if taken then
    raise exception 'a % of this code is shared, or a programme has one of its own', tg_table_name using errcode = 'unique_violation', constraint = tg_table_name || '_once';
  end if;
  return new;
end $$;
create trigger guard_shadow before insert on programmes.parameter for each row execute function programmes.guard_shadow();
create trigger guard_shadow before insert on programmes.rule_table for each row execute function programmes.guard_shadow();
