import type pg from 'pg';
import { deductionRows, payeeRows, withheldColumns } from '../../testing/payee-rows.js';
import { receivableRows } from '../../testing/receivable-rows.js';

const FIGURES = 'assessed, gainers, losers, unchanged, newly_in, newly_out, neither, failed, undetermined_before, undetermined_after, cost_before, cost_after, gained, lost';
const ZEROES = FIGURES.replaceAll(/\w+/g, '0');

/** Whose rows: ids as the database has them. `n` tells texts apart. */
export interface Somebody {
  readonly person: string;
  readonly other: string;
  readonly household: string;
  readonly n: number;
}

/** At least one row in every table that a policy guards, and a change of all that may change, written past the platform. */
export async function plantRowsOf(pool: pg.Pool, { person, other, household, n }: Somebody): Promise<void> {
  const p = `'${person}'::uuid`;
  const h = `'${household}'::uuid`;
  const place = `(select place_id from people.person where id = ${p})`;
  await pool.query(`begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true);
    insert into people.person_name (id, person_id, kind, script, family_name) values (kernel.uuid7(), ${p}, 'ALIAS', 'Latn', 'Alias');
    insert into people.identifier (id, person_id, type, digest, value) values (kernel.uuid7(), ${p}, 'made-up', '\\x0${n}', 'N${n}');
    insert into people.person_key (id, person_id, wrapped) values (kernel.uuid7(), ${p}, decode(repeat('0${n}', 40), 'hex'));
    insert into people.contact_point (id, person_id, kind, value) values (kernel.uuid7(), ${p}, 'PHONE', '+23320000000${n}');
    insert into people.address (id, person_id, kind, lines) values (kernel.uuid7(), ${p}, 'HOME', 'A street'), (kernel.uuid7(), ${p}, 'WORK', 'Gone');
    insert into people.payment_account (id, person_id, kind, institution, holder_name, valid_from) values (kernel.uuid7(), ${p}, 'CASH_POINT', 'Bank', 'Holder', '2020-01-01');
    insert into people.payment_account_check (id, account_id, outcome, method, checked_by) select kernel.uuid7(), id, 'VERIFIED', 'm', 'x' from people.payment_account where person_id = ${p};
    insert into people.consent (id, person_id, purpose, decision, legal_basis, decided_on, recorded_by) values (kernel.uuid7(), ${p}, 'sharing', 'GIVEN', 'CONSENT', '2020-01-01', 'x');
    insert into people.disability (id, person_id, assessed_on, seeing, hearing, walking, remembering, self_care, communicating, assessed_by)
      values (kernel.uuid7(), ${p}, '2021-01-01', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'x');
    insert into kernel.file (id, name, media_type, size, owner, purpose) values (kernel.uuid7(), 'paper${n}', 'application/pdf', 1, 'clerk of V${n}', 'upload');
    insert into kernel.file_chunk (file_id, n, bytes) select id, 0, '\\x00' from kernel.file where name = 'paper${n}';
    insert into people.person_document (id, person_id, file_id, kind, added_by) select kernel.uuid7(), ${p}, id, 'PAPER', 'x' from kernel.file where name = 'paper${n}';
    insert into people.social_group (id, code, kind, name, opened_on) values (kernel.uuid7(), 'G${n}', 'SAVINGS', 'Group', '2020-01-01');
    insert into people.group_membership (id, person_id, group_id, role, valid_from) select kernel.uuid7(), ${p}, id, 'MEMBER', '2020-01-01' from people.social_group where code = 'G${n}';
    insert into people.relationship (id, person_id, kind, other_id) values (kernel.uuid7(), ${p}, 'GUARDIAN', '${other}');
    insert into people.life_event (id, kind, person_id, happened_on, recorded_on, recorded_by) values (kernel.uuid7(), 'MOVE', ${p}, '2020-01-01', '2020-01-01', 'x');
    insert into people.reveal (id, person_id, categories, reason, purpose, revealed_by, revealed_at, until, request)
      values (kernel.uuid7(), ${p}, '{people.identifiers}', 'asked for it', 'registry', 'x', now(), now() + interval '1 minute', 'r');
    insert into people.person_merge (id, survivor_id, merged_id, reason, merged_on, merged_by) values (kernel.uuid7(), ${p}, '${other}', 'made up', '2020-01-01', 'x');
    insert into people.person_merge_row (id, merge_id, change, table_name, row_key) select kernel.uuid7(), id, 'MOVED', 'people.address', '{}' from people.person_merge where survivor_id = ${p};
    insert into change_requests.change_request (id, operation, person_id, sealed, made_by, maker, approvals) values (kernel.uuid7(), 'personUpdate', ${p}, '\\x00', 'x', '{}', '{}');
    insert into change_requests.task (id, kind, request_id, name, state, person_id, place_id, asked_by, opened_on) select kernel.uuid7(), 'CHANGE_REQUEST', r.id, 'Approval', 'OPEN', ${p}, ${place}, 'x', '2020-01-01' from change_requests.change_request r where r.person_id = ${p};
    insert into change_requests.task_decision (id, request_id, task_id, verdict, decided_by) select kernel.uuid7(), t.request_id, t.id, 'APPROVE', 'y' from change_requests.task t where t.person_id = ${p};
    insert into matching.duplicate_candidate (id, first_id, second_id, score, probability, compared, known) values (kernel.uuid7(), least(${p}, '${other}'::uuid), greatest(${p}, '${other}'::uuid), 1, 0.9, '{}', 'k');

    insert into exchange.import_mapping (id, code, encoding, header_row, columns) values (kernel.uuid7(), 'M${n}', 'UTF_8', 1, '[]');
    insert into exchange.import (id, file_id, sha256, mapping_id, mapping, dry_run, match_policy, started_by)
      select kernel.uuid7(), f.id, 'x', m.id, '{}', false, 'SKIP', 'clerk of V${n}' from kernel.file f, exchange.import_mapping m where f.name = 'paper${n}' and m.code = 'M${n}';
    insert into exchange.import_household (import_id, ordinal, code, id, is_new, places_differ, elsewhere, closed, head_count, member_count)
      select id, 1, 'H${n}', ${h}, true, false, false, false, 1, 1 from exchange.import where started_by = 'clerk of V${n}';
    insert into exchange.import_match (import_id, number, person_id) select id, 1, ${p} from exchange.import where started_by = 'clerk of V${n}';
    insert into exchange.import_written (import_id, chunk, table_name, ids) select id, 1, 'people.person', array[${p}] from exchange.import where started_by = 'clerk of V${n}';
    insert into exchange.import_change (import_id, person_id, before, version) select id, ${p}, '{}', 1 from exchange.import where started_by = 'clerk of V${n}';

    insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'PROG${n}', 'Cash', 'test', 'PERSON', 'GHS', '2016-01-01');
    insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on) select kernel.uuid7(), g.id, ${p}, ${place}, 'ENROLLED', '2018-01-01' from programmes.programme g where g.code = 'PROG${n}';
    insert into programmes.decision (programme_id, kind, person_id, enrolment_id, place_id, on_date, outcome, currency, facts, rule_values, decided_by)
      select e.programme_id, 'ASSESSMENT', ${p}, e.id, ${place}, '2018-01-01', 'ELIGIBLE', 'GHS', '{"person": {"age": 1}}', '{}', 'x' from programmes.enrolment e where e.person_id = ${p};
    insert into programmes.programme_version (id, programme_id, number, state, effective_from, drafted_by, authors) select kernel.uuid7(), g.id, 1, 'DRAFT', '2018-01-01', 'x', '{x}' from programmes.programme g where g.code = 'PROG${n}';
    insert into programmes.simulation_report (id, programme_id, version_id, on_date, breakdowns, basis, smallest_cell, place_id, asked_by) select kernel.uuid7(), v.programme_id, v.id, '2018-01-01', '[]', '{}', 1, ${place}, 'clerk of V${n}' from programmes.programme_version v join programmes.programme g on g.id = v.programme_id where g.code = 'PROG${n}';
    insert into programmes.simulation_part (report_id, upto, breakdown, ${FIGURES}) select r.id, ${p}, 'TOTAL', ${ZEROES} from programmes.simulation_report r join programmes.programme g on g.id = r.programme_id where g.code = 'PROG${n}';
    insert into programmes.simulation_row (id, report_id, breakdown, position, hidden, ${FIGURES}) select kernel.uuid7(), r.id, 'TOTAL', 1, '{}', ${ZEROES} from programmes.simulation_report r join programmes.programme g on g.id = r.programme_id where g.code = 'PROG${n}';
    insert into programmes.targeting_run (programme_id, mode, on_date, phase, started_by) select g.id, 'ASSESS', '2018-01-01', 'DONE', 'x' from programmes.programme g where g.code = 'PROG${n}';
    insert into programmes.targeting_failure (run_id, person_id, code) select r.id, ${p}, 'DATA_22012' from programmes.targeting_run r join programmes.programme g on g.id = r.programme_id where g.code = 'PROG${n}';
    insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
      select kernel.uuid7(), e.programme_id, e.id, ${p}, ${place}, '2018-01-01', '2018-01-31', '2018-02-01', 100.00, 'GHS', 'RATE', '{}', '{}' from programmes.enrolment e where e.person_id = ${p};
    insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) select kernel.uuid7(), 'RUN${n}', g.id, '2018-02-01', 'GHS', 'csv-file', 'x' from programmes.programme g where g.code = 'PROG${n}';
    ${payeeRows({ person: p, other: `'${other}'`, n })}
    insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, place_id, amount, withheld, withheld_by, currency, reference)
      select kernel.uuid7(), r.id, 1, e.id, ${p}, 'Payee', ${place}, 100.00, ${withheldColumns(p)}, 'GHS', 'REF${n}' from programmes.entitlement e, transactions.payment_run r where e.payee_id = ${p} and r.code = 'RUN${n}';
    insert into transactions.payment_run_exception (run_id, kind, left_out, payee_id, place_id, present, currency) select r.id, 'NEW', false, ${p}, ${place}, 1.00, 'GHS' from transactions.payment_run r where r.code = 'RUN${n}';
    alter table transactions.payment_reissue disable trigger check_reissues;
    insert into transactions.payment_reissue (run_id, instruction_id) select r.id, i.id from transactions.payment_run r join transactions.payment_instruction i on i.run_id = r.id where r.code = 'RUN${n}';
    alter table transactions.payment_reissue enable trigger check_reissues;
    insert into transactions.payment_answer (id, run_id, received_by, answer, unmatched) select kernel.uuid7(), r.id, 'x', 'REF${n}', '[]' from transactions.payment_run r where r.code = 'RUN${n}';
    insert into transactions.account (id, code, name, purpose, currency) select kernel.uuid7(), c || '${n}', 'n', 'CASH', 'GHS' from unnest('{A,B}'::text[]) c;
    insert into transactions.bank_account (id, code, name, number, currency, account_id) select kernel.uuid7(), 'BANK${n}', 'n', 'N${n}', 'GHS', a.id from transactions.account a where a.code = 'A${n}';
    insert into transactions.bank_statement (id, bank_account_id, format, names, sha256, currency, entry_count, received_by) select kernel.uuid7(), b.id, 'camt', '{S}', 'x', 'GHS', 1, 'x' from transactions.bank_account b where b.code = 'BANK${n}';
    insert into transactions.bank_statement_name (bank_account_id, name, statement_id) select s.bank_account_id, 'S', s.id from transactions.bank_statement s join transactions.bank_account b on b.id = s.bank_account_id where b.code = 'BANK${n}';
    insert into transactions.bank_entry (id, statement_id, bank_account_id, number, booked_on, amount, currency, direction, counterparty, problem, instruction_id)
      select kernel.uuid7(), s.id, b.id, 1, '2018-02-03', 99.00, 'GHS', 'DEBIT', 'Payee', 'WRONG_AMOUNT', i.id from transactions.bank_statement s join transactions.bank_account b on b.id = s.bank_account_id, transactions.payment_instruction i
      where b.code = 'BANK${n}' and i.reference = 'REF${n}';
    with booked as (insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values (kernel.uuid7(), 'MANUAL', '2018-02-05', 'Paid', 'T${n}', 'x') returning id, occurred_on)
    insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, party_id, place_id, programme_id)
      select kernel.uuid7(), b.id, b.occurred_on, a.id, case a.code when 'A${n}' then 100.00 else -100.00 end, 'GHS', ${p}, ${place}, g.id
      from booked b, transactions.account a, programmes.programme g where a.code in ('A${n}', 'B${n}') and g.code = 'PROG${n}';
    insert into transactions.accrual (entitlement_id, transaction_id) select e.id, t.id from programmes.entitlement e, transactions.transaction t where e.payee_id = ${p} and t.reference = 'T${n}';
${deductionRows(p, `T${n}`)}
    insert into transactions.deduction_payment (id, programme_id, organisation_id, currency, amount, reference, proposed_by)
      select kernel.uuid7(), g.id, o.id, 'GHS', 1.00, 'DP${n}', 'x' from programmes.programme g, people.organisation o where g.code = 'PROG${n}' and o.code = 'COURT${n}';
    alter table transactions.deduction_payment_line disable trigger check_lines;
    insert into transactions.deduction_payment_line (id, payment_id, deduction_id, amount, currency)
      select kernel.uuid7(), pay.id, d.id, 1.00, 'GHS' from transactions.deduction_payment pay, transactions.deduction d join transactions.payment_instruction i on i.id = d.instruction_id where pay.reference = 'DP${n}' and i.payee_id = ${p};
    alter table transactions.deduction_payment_line enable trigger check_lines;
    insert into people.organisation (id, code, name, place_id) values (kernel.uuid7(), 'PAID${n}', 'Paid', ${place});
    insert into people.organisation_account (id, organisation_id, kind, institution, holder_name, digest, sealed, recorded_by, valid_from) select kernel.uuid7(), o.id, 'BANK', 'Bank', 'Paid', '\\x0${n}', '\\x0${n}', 'x', '2020-01-01' from people.organisation o where o.code = 'PAID${n}';
    insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by, kind) select kernel.uuid7(), 'ORGS${n}', g.id, '2018-02-01', 'GHS', 'csv-file', 'x', 'ORGANISATIONS' from programmes.programme g where g.code = 'PROG${n}';
    alter table transactions.organisation_payment disable trigger check_payments;
    insert into transactions.organisation_payment (id, run_id, batch_number, programme_id, organisation_id, account_id, payee_name, amount, currency, reference, source, source_id)
      select kernel.uuid7(), r.id, 1, r.programme_id, a.organisation_id, a.id, 'Paid', 1.00, 'GHS', 'OP${n}', 'transactions.deductions', pay.id from transactions.payment_run r, people.organisation_account a join people.organisation o on o.id = a.organisation_id, transactions.deduction_payment pay
      where r.code = 'ORGS${n}' and o.code = 'PAID${n}' and pay.reference = 'DP${n}';
    alter table transactions.organisation_payment enable trigger check_payments;
    insert into transactions.receipt_file (id, programme_id, received_on, received_by, lines, received, unmatched, rejected) select kernel.uuid7(), g.id, '2018-03-05', 'x', 1, 0, 0, 1 from programmes.programme g where g.code = 'PROG${n}';
    insert into transactions.receipt_rejection (id, file_id, line, bank_reference, code, message) select kernel.uuid7(), f.id, 2, 'R', 'RECEIPT_TWICE', 'm' from transactions.receipt_file f join programmes.programme g on g.id = f.programme_id where g.code = 'PROG${n}';
${receivableRows({ person: p, n, account: `A${n}` })}

    insert into surveys.questionnaire (id, code, name, target) values (kernel.uuid7(), 'Q${n}', 'Asked', 'PERSON');
    insert into surveys.questionnaire_version (id, questionnaire_id, number) select kernel.uuid7(), id, 1 from surveys.questionnaire where code = 'Q${n}';
    insert into surveys.question (id, version_id, code, position, type, texts, required) select kernel.uuid7(), v.id, 'roof', 1, 'TEXT', '{"en": "Roof?"}', false
      from surveys.questionnaire_version v join surveys.questionnaire q on q.id = v.questionnaire_id where q.code = 'Q${n}';
    update surveys.questionnaire_version v set state = 'PUBLISHED', published_on = '2020-01-01' from surveys.questionnaire q where q.id = v.questionnaire_id and q.code = 'Q${n}';
    insert into surveys.response (id, questionnaire_id, version_id, person_id, answered_on, recorded_by) select kernel.uuid7(), q.id, v.id, ${p}, '2020-01-02', 'x'
      from surveys.questionnaire_version v join surveys.questionnaire q on q.id = v.questionnaire_id where q.code = 'Q${n}';
    insert into surveys.answer (id, response_id, version_id, question_id, question_code, text_value) select kernel.uuid7(), r.id, r.version_id, s.id, 'roof', 'Thatch'
      from surveys.response r join surveys.question s on s.version_id = r.version_id where r.person_id = ${p};

    insert into programmes.benefit_period (id, programme_id, number, period_from, period_to, due_on) select kernel.uuid7(), id, 1, '2018-01-01', '2018-01-31', '2018-02-01' from programmes.programme where code = 'PROG${n}';
    insert into programmes.determination_run (id, programme_id, period_id, kind, from_day, state, asked_by) select kernel.uuid7(), b.programme_id, b.id, 'FIRST', '2018-01-01', 'COMPUTING', 'x' from programmes.benefit_period b join programmes.programme g on g.id = b.programme_id where g.code = 'PROG${n}';
    insert into programmes.determination (id, run_id, programme_id, enrolment_id, period_id, payee_id, place_id, owed_before, amount, currency, facts, basis, state)
      select kernel.uuid7(), r.id, r.programme_id, e.id, r.period_id, ${p}, ${place}, 100.00, 90.00, 'GHS', '{}', '{}', 'PROPOSED' from programmes.determination_run r join programmes.enrolment e on e.programme_id = r.programme_id where e.person_id = ${p};
    insert into programmes.overpayment (id, determination_id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, found_on, amount, currency)
      select kernel.uuid7(), d.id, d.programme_id, d.enrolment_id, ${p}, ${place}, '2018-01-01', '2018-01-31', '2018-03-01', 10.00, 'GHS' from programmes.determination d where d.payee_id = ${p};
    insert into transactions.recovery (id, overpayment_id, kind, amount, currency, recovered_on, booked_by, transaction_id) select kernel.uuid7(), o.id, 'REPAID', 1.00, 'GHS', '2018-03-02', 'x', t.id
      from programmes.overpayment o, transactions.transaction t where o.payee_id = ${p} and t.reference = 'T${n}';
    insert into transactions.recovery_plan (id, overpayment_id, currency, amount, instalment, first_due_on, made_by) select kernel.uuid7(), o.id, 'GHS', 9.00, 3.00, '2018-03-02', 'x' from programmes.overpayment o where o.payee_id = ${p};
    update transactions.recovery_plan set state = 'STOPPED', stopped_by = 'x' where overpayment_id in (select id from programmes.overpayment where payee_id = ${p});
    insert into programmes.redetermination_due (programme_id, enrolment_id, since, reasons, run_id) select d.programme_id, d.enrolment_id, '2018-01-01', '{STALE}', d.run_id from programmes.determination d where d.payee_id = ${p};
    insert into programmes.enrolment_step (enrolment_id, number, from_state, to_state, on_day) select e.id, 1000, 'ENROLLED', 'SUSPENDED', '2018-02-01' from programmes.enrolment e where e.person_id = ${p};
    insert into programmes.undone_step (step_id, enrolment_id, undone_on, reason, decision_id, made_by) select s.id, s.enrolment_id, '2018-03-01', 'MADE_UP', (select d.id from programmes.decision d where d.person_id = ${p} limit 1), 'x'
      from programmes.enrolment_step s join programmes.enrolment e on e.id = s.enrolment_id where e.person_id = ${p} and s.to_state = 'SUSPENDED';
    update programmes.determination set state = 'APPLIED' where payee_id = ${p};
    update programmes.determination_run set state = 'DONE' where programme_id in (select id from programmes.programme where code = 'PROG${n}');

    insert into grievances.grievance (id, reference, code_digest, complainant, person_id, place_id, programme_id, category, channel, confidentiality, received_on, acknowledge_by, resolve_by, recorded_by)
      select kernel.uuid7(), 'G-${n}', '\\x0${n}', 'PERSON', ${p}, ${place}, g.id, 'service', 'letter', 'ORDINARY', '2020-01-01', '2020-01-03', '2020-01-20', 'x' from programmes.programme g where g.code = 'PROG${n}';
    insert into grievances.step (id, grievance_id, number, action, to_state, level, taken_on, actor) select kernel.uuid7(), id, 1, 'RECEIVE', 'RECEIVED', 1, '2020-01-01', 'x' from grievances.grievance where reference = 'G-${n}';
    insert into grievances.message (id, grievance_id, kind, text, written_on, written_by) select kernel.uuid7(), id, 'STATEMENT', 'Closed at noon', '2020-01-01', 'x' from grievances.grievance where reference = 'G-${n}';

    insert into privacy.correction_request (id, person_id, contested, wanted, received_on, answer_by, recorded_by) values (kernel.uuid7(), ${p}, 'this', 'that', '2020-01-01', '2020-02-01', 'x');
    insert into privacy.person_export (id, person_id, asked_by, asked_on, requested_by, identity_checked) values (kernel.uuid7(), ${p}, 'x', '2020-01-01', 'PERSON', 'card');
    insert into privacy.erasure_run (id, kind, on_day, reason, proposed_by) values (kernel.uuid7(), 'REQUEST', '2020-01-01', 'asked for ${n}', 'x');
    insert into privacy.erasure_case (id, run_id, person_id, due_on, state) select kernel.uuid7(), id, ${p}, '2020-01-01', 'DUE' from privacy.erasure_run where reason = 'asked for ${n}';
    insert into privacy.erasure (person_id, erased_on, counts) values (${p}, '2020-01-01', '{}');
    insert into privacy.legal_hold (id, person_id, reason, placed_on, placed_by) values (kernel.uuid7(), ${p}, 'a case', '2020-01-01', 'x');
    insert into kernel.event (id, name, payload, actor, request, today) values (kernel.uuid7(), 'test.said', jsonb_build_object('person', ${p}), 'x', 'r', '2020-01-01');

    update people.person set attributes = attributes || '{"a": 1}' where id = ${p};
    update people.household set attributes = attributes || '{"a": 1}' where id = ${h};
    update people.address set lines = 'Another street' where person_id = ${p} and kind = 'HOME';
    delete from people.address where person_id = ${p} and kind = 'WORK';
    update programmes.enrolment set state = 'SUSPENDED' where person_id = ${p};
    update transactions.payment_instruction set state = 'SENT' where payee_id = ${p};
    insert into transactions.cash_handover (key, sha256, handed_on, payable_until) values ('K${n}', 'x', '2018-02-01', '2018-03-01');
    insert into transactions.cash_order (reference, key, amount, currency) values ('REF${n}', 'K${n}', 100.00, 'GHS');
    insert into transactions.cash_desk (id, code, name, place_id) values (kernel.uuid7(), 'DESK${n}', 'n', ${place});
    insert into transactions.cash_session (id, desk_id, programme_id, currency, cashier, opened_on, advanced) select kernel.uuid7(), d.id, g.id, 'GHS', 'x', '2018-02-03', 100.00 from transactions.cash_desk d, programmes.programme g where d.code = 'DESK${n}' and g.code = 'PROG${n}';
    insert into transactions.cash_payout (id, session_id, instruction_id, kind, amount, currency, done_on, done_by, collected_by, identified_by, receipt_number, key_id, receipt)
      select kernel.uuid7(), s.id, i.id, 'PAID', 100.00, 'GHS', '2018-02-03', 'x', 'PAYEE', 'NATIONAL_ID', 'N${n}', 'k', 'r' from transactions.cash_session s join transactions.cash_desk d on d.id = s.desk_id, transactions.payment_instruction i where d.code = 'DESK${n}' and i.reference = 'REF${n}';
    update transactions.bank_entry set state = 'PROPOSED', matched_by = 'PASSED_OVER', reason = 'r', proposed_by = 'x' where instruction_id in (select id from transactions.payment_instruction where payee_id = ${p});
    update surveys.response set state = 'WITHDRAWN', ended_because = 'made up' where person_id = ${p};
    update grievances.grievance set category = 'other' where reference = 'G-${n}';
    update privacy.legal_hold set reason = 'another case' where person_id = ${p};
    commit`);
}
