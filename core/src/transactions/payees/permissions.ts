import { definePermissions } from '../../kernel/access/permissions.js';

export const payeePermissions = definePermissions({
  'transactions.payees.read': 'See who receives for whom',
  'transactions.payees.propose': 'Propose who receives for whom, and end that',
  'transactions.payees.confirm': 'Decide on who receives for whom, which somebody else proposed',
  'transactions.deductions.read': 'See what of payments goes to organisations, by which orders, and what was paid over to them',
  'transactions.deductions.propose': 'Propose orders by which something of payments goes to an organisation, and end them',
  'transactions.deductions.confirm': 'Decide on orders that somebody else proposed',
  'transactions.deductions.remit': 'Propose to pay over to organisations what was withheld for them',
  'transactions.deductions.pay': 'Book that what somebody else proposed was paid over to organisations',
});
