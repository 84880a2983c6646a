call kernel.personal('programmes.decision', 'REPLACE', 'What was decided and by which rules: law demands that decisions stay. Texts among the facts go; numbers, days and answers of yes or no stay.',
  '{person_id}', '{household_id}', replaced => '{"facts": "kernel.without_texts(t.facts)", "rule_values": "kernel.without_texts(t.rule_values)", "place_id": "people.coarse_place(t.place_id)"}');
