import { sql, type Sql } from '@kinga/plugin-sdk';
import type { AdjudicationStep } from './step.js';

/** A step that rejects lines. @param reason SQL; the facts are pairs of names and SQL */
export function rejects(description: string, says: string, reason: string, where: (lines: Sql) => Sql): AdjudicationStep {
  return { description, phase: 'CHECK', says, changes: (lines) => sql`select found.line_id, ${reason}::text as reason, found.facts from (${where(lines)}) found` };
}

/** Checks of the claim as a whole, which reject all of its lines. */
export const visitDates = rejects('Whether it was claimed after the visit began', 'Claimed on {claimedOn}, before the visit began on {visitFrom}.', 'VISIT_DATE', (lines) => sql`
  select w.line_id, jsonb_build_object('claimedOn', w.claimed_on, 'visitFrom', w.visit_from) as facts from ${lines} w where w.claimed_on < w.visit_from`);

export const facilityContract = rejects('Whether the facility had a contract', 'The facility had a contract from {from} to {to}, and none on {day}.', 'INVALID_CLAIM', (lines) => sql`
  select w.line_id, jsonb_build_object('from', f.contract_from, 'to', coalesce(f.contract_to::text, '…'), 'day', w.visit_to) as facts from ${lines} w join health_insurance.facility f on f.id = w.facility_id
  where w.visit_to < f.contract_from or w.visit_to >= f.contract_to`);

export const patient = rejects('Whether the patient was alive', 'The patient died on {diedOn}, before the visit began on {visitFrom}.', 'PATIENT_NOT_INSURED', (lines) => sql`
  select w.line_id, jsonb_build_object('diedOn', p.death_date, 'visitFrom', w.visit_from) as facts from ${lines} w join people.person p on p.id = w.person_id where p.death_date < w.visit_from`);

export const diagnosis = rejects('Whether the register had the diagnosis', 'The register did not have the main diagnosis on {day}.', 'DIAGNOSIS_NOT_IN_LIST', (lines) => sql`
  select w.line_id, jsonb_build_object('day', w.visit_to) as facts from ${lines} w join health_insurance.diagnosis d on d.id = w.diagnosis_id where w.visit_to < d.valid_from or w.visit_to >= d.valid_to`);

/** Cover that was renewed without a gap spans a stay as one. */
export const coverageDates = rejects('Whether cover spans the visit', 'No cover spans the days from {visitFrom} to {visitTo}.', 'NO_COVERAGE_ON_DATES', (lines) => sql`
  select w.line_id, jsonb_build_object('visitFrom', w.visit_from, 'visitTo', w.visit_to) as facts from ${lines} w
  where not coalesce((select range_agg(c.days) @> daterange(w.visit_from, w.visit_to, '[]') from health_insurance.coverage c where c.person_id = w.person_id and c.days && daterange(w.visit_from, w.visit_to, '[]')), false)`);
