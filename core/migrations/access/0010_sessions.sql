create schema if not exists access;

-- Who is signed in: browsers by a cookie, service accounts by a token. The token itself is nowhere: only its hash is kept,
-- which is enough, since a token is 32 random bytes. Ending also goes into kernel.ended_presence, which is asked at each use.
create table access.session (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default clock_timestamp(),
  updated_at timestamptz(3) not null default clock_timestamp(),
  kind text not null check (kind in ('BROWSER', 'SERVICE')),
  token_hash bytea not null constraint session_token unique check (length(token_hash) = 32),
  -- Names the user in kernel.ended_presence: a hash of issuer and subject.
  user_key text not null,
  issuer text not null,
  subject text not null,
  -- What the issuer said at the sign-in, as far as access is decided by it.
  claims jsonb not null,
  -- The only permissions that may be used; all that the holder has where null.
  scopes text[],
  -- The provider's own name for its session, by which it may end it.
  provider_session text,
  -- What the browser calls itself.
  client text check (length(client) <= 200),
  -- Last use, to the minute.
  seen_at timestamptz(3) not null,
  idle_minutes integer not null check (idle_minutes > 0),
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  ended_by text,
  constraint session_end check ((ended_at is null) = (ended_by is null))
);
create index session_of_user on access.session (user_key, created_at);
create index session_subject on access.session (subject, created_at);
create index session_provider on access.session (issuer, provider_session) where provider_session is not null;
create index session_expires on access.session (expires_at);
