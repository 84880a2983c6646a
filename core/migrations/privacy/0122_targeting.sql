call kernel.personal('programmes.targeting_failure', 'DELETE', 'Nothing stays.', '{person_id}', '{household_id}');
