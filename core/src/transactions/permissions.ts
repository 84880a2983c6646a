import { definePermissions } from '../kernel/access/permissions.js';

export const transactionsPermissions = definePermissions({
  'transactions.accounts.read': 'See accounts',
  'transactions.accounts.open': 'Open accounts',
  'transactions.ledger.read': 'See transactions, postings and balances',
  'transactions.ledger.book': 'Book transactions by hand',
  'transactions.ledger.reverse': 'Reverse transactions',
  'transactions.runs.read': 'See payment runs, their batches and their proof',
  'transactions.runs.create': 'Create payment runs, and cancel them before they are sent',
  'transactions.runs.approve': 'Approve payment runs that somebody else created',
  'transactions.runs.send': 'Send approved payment runs to their channel',
  'transactions.runs.receive': 'Take back the answers of channels',
  'transactions.recoveries.plan': 'Say how overpayments come back, and stop that',
  'transactions.recoveries.book': 'Book what of overpayments is paid back',
  'transactions.recoveries.write-off': 'Give up overpayments, with a reason',
  'transactions.instructions.read': 'See who is paid how much',
});
