import { definePermissions } from '../../kernel/access/permissions.js';

export const payeePermissions = definePermissions({
  'transactions.payees.read': 'See who receives for whom',
  'transactions.payees.propose': 'Propose who receives for whom, and end that',
  'transactions.payees.confirm': 'Decide on who receives for whom, which somebody else proposed',
  'transactions.deductions.read': 'See what of payments goes to organisations, and by which orders',
  'transactions.deductions.propose': 'Propose orders by which something of payments goes to an organisation, and end them',
  'transactions.deductions.confirm': 'Decide on orders that somebody else proposed',
  'transactions.deductions.pay': 'Propose payments of what was withheld to organisations, and record that they were made or came back',
  'transactions.deductions.approve': 'Decide on payments to organisations that somebody else proposed',
  'transactions.remittances.read': 'See remittance notes: what somebody is paid by a run, what of it goes to whom, and where it is paid to',
});
