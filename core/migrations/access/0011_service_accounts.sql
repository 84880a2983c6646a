-- Programs that sign in by a client id and a secret. What they may do is granted to their user, like anybody's.
create table access.service_account (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  user_id uuid not null constraint service_account_user unique references access.user,
  code text not null constraint service_account_code unique constraint service_account_code_form check (code ~ '^[a-z][a-z0-9-]{1,59}$'),
  description text not null,
  -- The only permissions that its tokens may have; all that it was granted where null.
  scopes text[],
  -- Of a secret of 32 random bytes, which is nowhere.
  secret_hash bytea not null check (length(secret_hash) = 32),
  secret_made_at timestamptz(3) not null default now(),
  -- The secret before, while programs change over.
  previous_hash bytea check (length(previous_hash) = 32),
  previous_until timestamptz(3),
  closed_at timestamptz(3),
  closed_by text,
  constraint service_account_previous check ((previous_hash is null) = (previous_until is null)),
  constraint service_account_closed check ((closed_at is null) = (closed_by is null))
);
call kernel.keep_history('access.service_account');
