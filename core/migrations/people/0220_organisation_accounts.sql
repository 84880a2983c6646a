/*
Where money for an organisation may go. As with persons an account never becomes another one, and its number is sealed and digested, since
that of a sole trader is somebody's own. Whoever says where an organisation is paid is not who verifies it.
*/
create table people.organisation_account (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation,
  kind text not null constraint organisation_account_kind check (kind in ('BANK', 'WALLET')),
  institution text not null,
  holder_name text not null,
  currency text constraint organisation_account_currency check (currency ~ '^[A-Z]{3}$'),
  digest bytea not null,
  sealed bytea not null,
  recorded_by text not null,
  valid_from date not null,
  valid_to date,
  verification text not null default 'UNVERIFIED' constraint organisation_account_verification check (verification in ('UNVERIFIED', 'VERIFIED', 'REFUTED')),
  checked_by text,
  checked_on date,
  check_method text,
  check_note text,
  constraint organisation_account_interval check (valid_to > valid_from),
  constraint organisation_account_checked check (num_nonnulls(checked_by, checked_on, check_method) in (0, 3) and (verification = 'UNVERIFIED' or checked_by is not null)),
  constraint organisation_account_second_person check (checked_by <> recorded_by)
);
create index organisation_account_organisation on people.organisation_account (organisation_id);
create index organisation_account_digest on people.organisation_account (digest);
call kernel.keep_history('people.organisation_account');
create trigger begins before insert on people.organisation_account for each row when (new.verification <> 'UNVERIFIED' or new.checked_by is not null) execute function kernel.never_changed();
create trigger frozen before update on people.organisation_account for each row execute function people.check_account();
create trigger frozen_owner before update on people.organisation_account for each row
  when ((old.organisation_id, old.recorded_by, old.valid_from) is distinct from (new.organisation_id, new.recorded_by, new.valid_from)) execute function kernel.never_changed();
create trigger never_deleted before delete on people.organisation_account for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on people.organisation_account for each statement execute function kernel.never_changed();

-- Whether whoever acts has an organisation within their limits: by its seat or where it works, and as one of theirs or a part of one.
create function people.organisation_in_scope(of_organisation uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (kernel.unlimited(1) or exists (
      select from people.organisation o where o.id = of_organisation and (o.place_id is null
        or exists (select from people.place here where here.id = o.place_id and here.number <@ people.places_in_scope())
        or exists (select from people.organisation_place works join people.place here on here.id = works.place_id where works.organisation_id = o.id and works.valid_to is null and here.number <@ people.places_in_scope()))))
    and (kernel.unlimited(2) or exists (
      with recursive above (id, code, parent_id) as (
        select o.id, o.code, o.parent_id from people.organisation o where o.id = of_organisation
        union select o.id, o.code, o.parent_id from people.organisation o join above on o.id = above.parent_id)
      select from above where above.code = any (kernel.codes_in_scope(2))));
end $$;
call kernel.guard('people.organisation_account', '(select kernel.unlimited(1) and kernel.unlimited(2)) or people.organisation_in_scope(organisation_account.organisation_id)');
