create schema if not exists access;

-- Whom this deployment knows: nothing of them but what their issuer calls them, and a name by which colleagues know them.
create table access.user (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  kind text not null default 'PERSON' constraint user_kind check (kind in ('PERSON', 'SERVICE')),
  issuer text not null,
  subject text not null,
  name text,
  state text not null default 'ACTIVE' constraint user_state check (state in ('ACTIVE', 'BLOCKED')),
  state_reason text,
  constraint user_of_issuer unique (issuer, subject)
);
call kernel.keep_history('access.user');
