-- At which times it was looked by schedule for persons whom nothing keeps any more: whoever notes the time first looks.
create table privacy.scheduled_look (
  due_at timestamptz(3) primary key,
  at timestamptz(3) not null
);
call kernel.append_only('privacy.scheduled_look');
