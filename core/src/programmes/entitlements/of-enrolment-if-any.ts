import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowCondition } from '../../kernel/schema/resource.js';
import { byPlace } from '../../people/scope.js';

/** What is of one enrolment is seen by whoever sees that; what is of all by whoever sees the programme. */
export const ofEnrolmentIfAny: RowCondition = ({ enrolment }) => sql`(${enrolment ?? trusted('null')} is null or exists (select 1 from programmes.enrolment of_one where of_one.id = ${enrolment ?? trusted('null')} and ${byPlace('place').places?.({ place: sql`of_one.place_id` }) ?? trusted('true')}))`;
