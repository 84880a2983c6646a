/*
An account never becomes another one: whoever has approved a payment into it has approved where the money goes. What changes is whose it
is known to be (persons that are merged), whether it is preferred and was verified, and when it ends; another number is another account.
Its number may be sealed anew, and digested with another key (`people.rekey`); under the same key another digest is another number.
*/
create function people.check_account() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.kind, new.institution, new.holder_name, new.currency) is distinct from (old.id, old.kind, old.institution, old.holder_name, old.currency)
    or (new.digest is null) <> (old.digest is null)
    or (new.digest <> old.digest and substring(new.digest from 1 for 4) = substring(old.digest from 1 for 4)) then
    raise exception 'payment account % is where it is: another one is another account', old.id using errcode = 'KG014', constraint = 'payment_account_frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on people.payment_account for each row execute function people.check_account();
