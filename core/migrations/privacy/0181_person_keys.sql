call kernel.personal('people.person_key', 'DELETE', 'Nothing stays: what the key sealed cannot be opened any more, wherever there is a copy of it.', '{person_id}');
