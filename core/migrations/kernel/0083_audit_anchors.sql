-- On which days the audit was anchored outside of the database: whoever notes the day first writes the anchor.
create table kernel.audit_anchor (
  day date primary key,
  at timestamptz(3) not null
);
call kernel.append_only('kernel.audit_anchor');
