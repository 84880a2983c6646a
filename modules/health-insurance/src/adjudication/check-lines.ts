import { sql, type Sql } from '@kinga/plugin-sdk';
import { settingsOfClaims } from '../claims/settings.js';
import { rejects } from './check-claim.js';
import type { AdjudicationStep } from './step.js';

export const register = rejects('Whether the register had the service', 'The register had it from {from} to {to}, and not on {day}.', 'NOT_IN_REGISTER', (lines) => sql`
  select w.line_id, jsonb_build_object('from', s.valid_from, 'to', coalesce(s.valid_to::text, '…'), 'day', w.visit_to) as facts from ${lines} w join health_insurance.service s on s.id = w.service_id
  where w.visit_to < s.valid_from or w.visit_to >= s.valid_to`);

export const priceList: AdjudicationStep = {
  description: 'Whether the price list of the facility has the service, and at which price',
  phase: 'CHECK',
  says: 'The price list of the facility says {price} on {day}.',
  rejects: 'The price list of the facility did not have it on {day}.',
  sets: ['list_price'],
  changes: (lines) => sql`
    select w.line_id, case when list.unit_price is null then 'NOT_IN_PRICE_LIST' end as reason, list.unit_price as list_price, jsonb_build_object('price', coalesce(list.unit_price::text, '–'), 'day', w.visit_to) as facts
    from ${lines} w left join lateral health_insurance.price_at(w.facility_id, w.service_id, w.visit_to) list on true`,
};

export const careType = rejects('Whether the facility gives this kind of care', 'The facility gives care {facility}; the visit lasted from {visitFrom} to {visitTo}, and the service is for {service}.', 'CARE_TYPE', (lines) => sql`
  select w.line_id, jsonb_build_object('facility', w.facility_care, 'visitFrom', w.visit_from, 'visitTo', w.visit_to, 'service', s.care) as facts from ${lines} w join health_insurance.service s on s.id = w.service_id
  where w.facility_care = 'OUT_PATIENT' and (w.visit_to > w.visit_from or s.care = 'IN_PATIENT') or w.facility_care = 'IN_PATIENT' and s.care = 'OUT_PATIENT'`);

function patientOf(kind: 'SERVICE' | 'ITEM'): AdjudicationStep {
  return {
    description: `Whether ${kind === 'ITEM' ? 'items' : 'services'} are for patients of this sex and age`,
    phase: 'CHECK',
    says: 'It is for patients of sex {sex} and age {age}; the patient is {patientSex}, of {years} years.',
    changes: (lines, { platform }) => sql`
      select w.line_id, 'PATIENT_CATEGORY' as reason, jsonb_build_object('sex', coalesce(s.patient_sex, '*'), 'age', coalesce(s.patient_age, '*'), 'patientSex', w.sex, 'years', coalesce(w.age::text, '?')) as facts
      from ${lines} w join health_insurance.service s on s.id = w.service_id
      where w.kind = ${kind} and (s.patient_sex = 'FEMALE' and w.sex <> 'FEMALE' or s.patient_sex = 'MALE' and w.sex = 'FEMALE'
        or s.patient_age = 'ADULT' and w.age < ${settingsOfClaims(platform).adultFrom}::int or s.patient_age = 'MINOR' and coalesce(w.age >= ${settingsOfClaims(platform).adultFrom}::int, true))`,
  };
}
export const patientOfItems = patientOf('ITEM');
export const patientOfServices = patientOf('SERVICE');

/** The window ends with the day of the visit: what was given later holds back nothing. */
export const frequency = rejects('Whether the patient was given the same a short time before', 'The same was given on {before}, less than {days} days before {day}.', 'FREQUENCY', (lines): Sql => sql`
  select w.line_id, jsonb_build_object('before', (select max(r.on_day) from ${given}), 'days', s.frequency_days, 'day', w.visit_to) as facts from ${lines} w join health_insurance.service s on s.id = w.service_id
  where s.frequency_days is not null and exists (select from ${given})`);

const given = sql`health_insurance.claim_line_result r where r.person_id = w.person_id and r.service_id = w.service_id and r.superseded_by is null and r.reason is null and r.claim_id <> w.claim_id
  and r.on_day > w.visit_to - s.frequency_days and r.on_day <= w.visit_to`;
