import { definePermissions, defineRole } from '../../kernel/access/permissions.js';

export const receivablePermissions = definePermissions({
  'transactions.demands.read': 'See payers, what is demanded of them and their statements',
  'transactions.demands.raise': 'Demand contributions and premiums, and take demands back',
  'transactions.demands.write-off': 'Give up what was not paid of demands, with a reason',
  'transactions.receipts.read': 'See what payers paid and what it settled',
  'transactions.receipts.receive': 'Take receipts, say whose they are and what they settle',
  'transactions.receipts.reverse': 'Reverse receipts that did not come in after all',
  'transactions.refunds.request': 'Ask for refunds of what is held on account',
  'transactions.refunds.decide': 'Approve and reject refunds that somebody else asked for',
  'transactions.refunds.pay': 'Book that approved refunds were paid',
});

const see = [
  'transactions.demands.read', 'transactions.receipts.read', 'transactions.accounts.read', 'transactions.ledger.read', 'programmes.programmes.read',
  'people.persons.read', 'people.households.read', 'people.organisations.read', 'people.places.read', 'kernel.jobs.read',
];

export const receivableRoles = [
  defineRole('collections-officer', 'Demands contributions and premiums, takes receipts and says what they settle', [
    ...see, 'transactions.demands.raise', 'transactions.receipts.receive', 'transactions.receipts.reverse', 'transactions.refunds.request', 'transactions.refunds.pay',
  ]),
  defineRole('collections-approver', 'Decides on refunds, and gives up what is never paid', [...see, 'transactions.refunds.decide', 'transactions.demands.write-off']),
];
