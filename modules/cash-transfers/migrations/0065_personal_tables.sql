-- Households that were held name nobody; why they were is a code.
call kernel.personal('cash_transfers.held_household', 'KEEP', 'That a household was paid nothing in a cycle, and why as a code.', part_of => 'programmes.enrolment', part_by => 'enrolment_id');
