/**
 * SQL that writes what a person owes and paid: a row in every table about it. There are a programme `PROG<n>` with a version and a
 * transaction `T<n>` already; `account` is the code of an account in GHS.
 */
export function receivableRows({ person, n, account, say = (text) => `'${text}'` }: { readonly person: string; readonly n: number; readonly account: string; readonly say?: (text: string) => string }): string {
  const payer = `(select y.id from transactions.payer y where y.person_id = ${person})`;
  const booked = `(select t.id from transactions.transaction t where t.reference = 'T${n}')`;
  return `
    insert into transactions.payer (programme_id, person_id, currency) select g.id, ${person}, 'GHS' from programmes.programme g where g.code = 'PROG${n}';
    insert into transactions.demand (id, payer_id, programme_id, reference, purpose, issued_on, due_on, amount, currency, raised_by, transaction_id)
      select kernel.uuid7(), y.id, y.programme_id, 'D${n}-' || d, 'PREMIUM', '2018-03-01', '2018-03-31', 50.00, 'GHS', 'x', ${booked} from transactions.payer y, unnest('{1,2}'::text[]) d where y.id = ${payer};
    insert into transactions.demand_line (demand_id, payer_id, number, code, description, amount, currency, account_id)
      select d.id, d.payer_id, 1, 'PREMIUM', ${say('premium')}, 50.00, 'GHS', a.id from transactions.demand d, transactions.account a where d.payer_id = ${payer} and a.code = '${account}';
    insert into transactions.demand_instalment (demand_id, payer_id, number, due_on, amount, currency) select d.id, d.payer_id, 1, d.due_on, 50.00, 'GHS' from transactions.demand d where d.payer_id = ${payer};
    insert into transactions.receipt (id, programme_id, payer_id, control_number, method, bank_reference, amount, currency, received_on, credited_on, state, received_by, transaction_id)
      select kernel.uuid7(), y.programme_id, y.id, y.control_number, 'CHEQUE', 'R${n}-' || r, 15.00, 'GHS', '2018-03-05', '2018-03-05', 'RECEIVED', 'x', ${booked} from transactions.payer y, unnest('{1,2}'::text[]) r where y.id = ${payer};
    insert into transactions.demand_charge (demand_id, payer_id, rule_code, version_id, charged_on, amount, currency, facts, transaction_id)
      select d.id, d.payer_id, 'late', v.id, '2018-04-01', 1.00, 'GHS', jsonb_build_object('purpose', ${say('charged for')}), ${booked} from transactions.demand d join programmes.programme_version v on v.programme_id = d.programme_id where d.reference = 'D${n}-1';
    insert into transactions.receipt_allocation (payer_id, receipt_id, demand_id, amount, currency, allocated_on, allocated_by, transaction_id)
      select d.payer_id, r.id, d.id, 10.00, 'GHS', '2018-03-05', 'x', ${booked} from transactions.demand d join transactions.receipt r using (payer_id) where d.reference = 'D${n}-1' and r.bank_reference = 'R${n}-1';
    insert into transactions.receipt_refund (id, receipt_id, payer_id, amount, currency, reason, requested_by) select kernel.uuid7(), r.id, r.payer_id, 5.00, 'GHS', ${say('why back')}, 'x' from transactions.receipt r where r.bank_reference = 'R${n}-1';
    insert into transactions.demand_write_off (id, demand_id, payer_id, amount, currency, reason, written_off_on, written_off_by, transaction_id)
      select kernel.uuid7(), d.id, d.payer_id, 41.00, 'GHS', ${say('why given up')}, '2018-05-01', 'x', ${booked} from transactions.demand d where d.reference = 'D${n}-1';
    insert into transactions.demand_reminder (demand_id, payer_id, currency, level, days_overdue, outstanding, reminded_on, language)
      select d.id, d.payer_id, 'GHS', 1, 7, 50.00, '2018-04-07', 'en' from transactions.demand d where d.reference = 'D${n}-1';
    update transactions.payer set currency = currency where id = ${payer};
    update transactions.receipt_refund set state = 'APPROVED', decided_by = 'y', decided_on = '2018-05-02' where payer_id = ${payer};
    update transactions.receipt_refund set state = 'PAID', paid_on = '2018-05-02', paid_reference = 'P${n}' where payer_id = ${payer};
    update transactions.receipt set state = 'REVERSED', reversed_on = '2018-05-02', reversed_reason = ${say('bounced')} where bank_reference = 'R${n}-2';
    update transactions.demand set cancelled_on = '2018-05-02', cancelled_reason = ${say('taken back')} where reference = 'D${n}-2';`;
}
