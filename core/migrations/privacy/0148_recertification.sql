call kernel.personal('programmes.enrolment', 'REPLACE', 'In which programme, from when to when: accounts refer to it.', '{person_id}', '{household_id}',
  replaced => '{"note": "case when t.note is not null then ''(erased)'' end", "recertify_because": "case when t.recertify_because is not null then ''(erased)'' end"}');
