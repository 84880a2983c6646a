-- Public keys by which service accounts sign what they show at the token endpoint (RFC 7523): whoever reads them can't act by them.
create table access.service_account_key (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  account_id uuid not null references access.service_account,
  kid text not null check (length(kid) between 1 and 200),
  -- The only one by which it is believed.
  algorithm text not null check (algorithm in ('ES256', 'ES384', 'EdDSA', 'PS256', 'RS256')),
  jwk jsonb not null,
  added_by text not null,
  ended_at timestamptz(3),
  ended_by text,
  constraint service_account_key_kid unique (account_id, kid),
  constraint service_account_key_ended check ((ended_at is null) = (ended_by is null))
);
call kernel.keep_history('access.service_account_key');

-- What was shown once is not taken again while it could be.
create table access.used_assertion (
  digest bytea primary key check (length(digest) = 32),
  expires_at timestamptz(3) not null
);
create index used_assertion_expires on access.used_assertion (expires_at);

-- An account may have keys in place of a secret.
alter table access.service_account alter column secret_hash drop not null;
