-- A request is seen by who made it, and by whoever sees whom it is about; where it is about nobody, the place that it names.
call kernel.guard('change_requests.change_request', format(
  '(select current_setting(''kinga.scope'', true)) = ''all'' or change_request.made_by = (select current_setting(''kinga.actor'', true))
   or kernel.sees_people_person(change_request.person_id) or kernel.sees_people_household(change_request.household_id)
   or change_request.person_id is null and change_request.household_id is null and (%s)', people.place_condition('change_requests.change_request', 'place_id')));
