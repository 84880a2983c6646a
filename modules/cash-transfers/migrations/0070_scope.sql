-- Whom a cycle pays nothing is seen by whoever sees the enrolment.
call people.guard_by_any('cash_transfers.held_household', 'enrolment_id programmes.enrolment');
