-- What providers sent by themselves: each once, however often it comes.
create table transactions.channel_message (
  channel text not null,
  message_id text not null constraint channel_message_id check (length(message_id) between 1 and 200),
  received_at timestamptz(3) not null default now(),
  -- Lines that are of no payment of this channel.
  unknown jsonb not null default '[]',
  constraint channel_message_once primary key (channel, message_id)
);
call kernel.append_only('transactions.channel_message');

-- When a channel was last asked what became of a batch.
alter table transactions.payment_batch add column asked_at timestamptz(3);
