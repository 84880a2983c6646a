-- When what was held of a person was erased: nothing is written of them any more. Whoever comes back is registered anew.
alter table people.person add column erased_on date;
