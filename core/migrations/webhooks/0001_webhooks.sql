create schema webhooks;

-- Where others want to be told what happens.
create table webhooks.endpoint (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  name text not null,
  url text not null,
  events text[] not null constraint endpoint_events check (cardinality(events) > 0),
  purpose text not null,
  -- Whether what an event says besides ids is sent too.
  details boolean not null default false,
  state text not null default 'ACTIVE' constraint endpoint_state check (state in ('ACTIVE', 'PAUSED', 'ENDED')),
  made_by text not null
);
create index endpoint_events on webhooks.endpoint using gin (events);
call kernel.keep_history('webhooks.endpoint');

-- What deliveries are signed with: sealed, shown once. Two may be live, so that they can be changed without a gap.
create table webhooks.secret (
  id uuid primary key,
  endpoint_id uuid not null references webhooks.endpoint,
  key_id text not null constraint secret_key_id unique,
  sealed bytea not null,
  made_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
create index secret_endpoint on webhooks.secret (endpoint_id) where ended_at is null;

-- That an endpoint is to be told of an event. What is told is the event's own; whether it may be is looked at anew each time.
create table webhooks.delivery (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  endpoint_id uuid not null references webhooks.endpoint,
  event_id uuid not null references kernel.event,
  event text not null,
  sequence bigint generated always as identity,
  state text not null default 'PENDING' constraint delivery_state check (state in ('PENDING', 'DELIVERED', 'DEAD', 'WITHHELD')),
  attempts integer not null default 0,
  next_at timestamptz(3) not null default '-infinity',
  status integer,
  problem text,
  delivered_at timestamptz(3),
  constraint delivery_once unique (endpoint_id, event_id)
);
create index delivery_due on webhooks.delivery (next_at) where state = 'PENDING';
create index delivery_endpoint on webhooks.delivery (endpoint_id, id);
create index delivery_event on webhooks.delivery (event_id);
create trigger count_version before update on webhooks.delivery for each row execute function kernel.count_version();

-- In the transaction in which it happens: neither lost nor premature, and nothing but a look at few rows where nobody listens.
create function webhooks.note_deliveries() returns trigger language plpgsql as $$
begin
  insert into webhooks.delivery (id, endpoint_id, event_id, event)
  select kernel.uuid7(), e.id, new.id, new.name from webhooks.endpoint e where e.events @> array[new.name] and e.state <> 'ENDED'
  on conflict do nothing;
  return null;
end $$;
create trigger note_deliveries after insert on kernel.event for each row execute function webhooks.note_deliveries();
