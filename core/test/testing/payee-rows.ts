/**
 * Who receives for a person, and by which order something of their payments goes to others: SQL of rows in force.
 *
 * @param person SQL of the person's UUID
 * @param other SQL of the UUID of whoever receives; nobody where left out
 * @param say SQL of a text
 */
export function payeeRows({ person, other, n, say = (text) => `'${text}'` }: { readonly person: string; readonly other?: string; readonly n: number; readonly say?: (text: string) => string }): string {
  return `
    insert into people.organisation (id, code, name) values (kernel.uuid7(), 'COURT${n}', 'Court');
${other === undefined ? '' : receives(person, other, say)}
    insert into transactions.withholding_order (id, person_id, organisation_id, kind, reference, reason, currency, amount, priority, cap_share, floor, due_from, proposed_by)
      select kernel.uuid7(), ${person}, o.id, 'LOAN', ${say('file of the court')}, ${say('reason to withhold')}, 'GHS', 1.00, 1, 0.5, 0, '2018-01-01', 'x' from people.organisation o where o.code = 'COURT${n}';
    update transactions.withholding_order set state = 'CONFIRMED', decided_by = 'y', decided_on = '2018-01-01' where person_id = ${person};
    update transactions.withholding_order set due_until = '2019-01-01', ended_by = 'y', end_reason = ${say('reason to end')} where person_id = ${person};`;
}

const receives = (person: string, other: string, say: (text: string) => string): string => `
    insert into transactions.payee_arrangement (id, beneficiary_id, receiver_id, kind, valid_from, reason, proposed_by) values (kernel.uuid7(), ${person}, ${other}, 'NOMINEE', '2018-01-01', ${say('reason to receive')}, 'x');
    update transactions.payee_arrangement set state = 'CONFIRMED', decided_by = 'y', decided_on = '2018-01-01' where beneficiary_id = ${person};
    update transactions.payee_arrangement set valid_to = '2019-01-01', ended_by = 'y', end_reason = ${say('reason to end')} where beneficiary_id = ${person};`;

/** What an instruction withholds by the order of `payeeRows`: columns for the insert, of 1.00. */
export const withheldColumns = (person: string): string => `1.00, (select jsonb_build_array(jsonb_build_array(o.id, '1.00')) from transactions.withholding_order o where o.person_id = ${person})`;

/** The deduction itself, booked by a transaction with a reference. */
export const deductionRows = (person: string, reference: string): string => `
    insert into transactions.deduction (id, order_id, instruction_id, amount, currency, transaction_id)
      select kernel.uuid7(), o.id, i.id, 1.00, 'GHS', t.id from transactions.withholding_order o join transactions.payment_instruction i on i.payee_id = o.person_id and i.withheld > 0, transactions.transaction t
      where o.person_id = ${person} and t.reference = '${reference}';`;
