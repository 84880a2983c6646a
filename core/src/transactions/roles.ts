import { defineRole } from '../kernel/access/permissions.js';

const seeRuns = ['transactions.runs.read', 'transactions.budgets.read', 'transactions.instructions.read', 'transactions.accounts.read', 'transactions.ledger.read', 'programmes.programmes.read', 'programmes.entitlements.read', 'transactions.payees.read', 'transactions.deductions.read', 'transactions.remittances.read'];
const seePeople = ['people.persons.read', 'people.households.read', 'people.places.read'];

export const transactionsRoles = [
  defineRole('payment-officer', 'Creates payment runs, sends them and takes back the answers', [
    ...seeRuns, ...seePeople, 'kernel.jobs.read', 'transactions.runs.create', 'transactions.runs.send', 'transactions.runs.hold', 'transactions.runs.receive', 'people.payment-accounts.read', 'people.organisation-accounts.read', 'transactions.payees.propose', 'transactions.deductions.propose', 'transactions.deductions.pay', 'people.organisations.read', 'transactions.recoveries.plan', 'transactions.recoveries.book',
    'transactions.bank.read', 'transactions.bank.receive', 'transactions.bank.resolve', 'kernel.files.read', 'kernel.files.upload',
  ]),
  defineRole('payment-approver', 'Finance: approves payment runs that somebody else created, and sees the ledger', [
    ...seeRuns, ...seePeople, 'kernel.jobs.read', 'transactions.runs.approve', 'transactions.runs.hold', 'people.payment-accounts.read', 'people.organisation-accounts.read', 'transactions.payees.confirm', 'transactions.deductions.confirm', 'transactions.deductions.approve', 'people.organisations.read', 'transactions.recoveries.write-off', 'transactions.periods.reopen', 'transactions.bank.read', 'transactions.bank.confirm',
  ]),
  defineRole('ledger-keeper', 'Opens accounts, books and reverses transactions by hand', [
    ...seeRuns, 'people.places.read', 'people.organisations.read', 'transactions.accounts.open', 'transactions.ledger.book', 'transactions.ledger.reverse', 'transactions.ledger.verify', 'transactions.periods.manage', 'transactions.budgets.propose',
    'transactions.bank.read', 'transactions.bank.register',
  ]),
  defineRole('budget-holder', 'Answers for budgets: approves what somebody else proposed, and allows runs to go over them', [
    ...seeRuns, 'people.organisations.read', 'transactions.budgets.approve', 'transactions.budgets.exceed',
  ]),
  defineRole('auditor', 'Reads everything of people, programmes and transactions, and changes nothing', [
    ...seeRuns, ...seePeople, 'kernel.jobs.read', 'programmes.enrolments.read', 'people.payment-accounts.read', 'people.organisations.read', 'people.organisation-accounts.read', 'transactions.ledger.verify', 'transactions.bank.read',
  ]),
];
