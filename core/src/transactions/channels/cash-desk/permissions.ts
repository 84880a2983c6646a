import { definePermissions, defineRole, defineSeparation } from '../../../kernel/access/permissions.js';

export const cashPermissions = definePermissions({
  'transactions.cash.read': 'See cash desks, their drawers and what they paid',
  'transactions.cash.register': 'Register cash desks',
  'transactions.cash.pay': 'Open a drawer, look payments up by their reference, pay them over the counter, and count the drawer',
  'transactions.cash.confirm': 'Confirm what is missing or too much in the drawers of others, and take wrong payments of others back',
});

const see = ['transactions.cash.read', 'people.places.read', 'programmes.programmes.read'];

export const cashRoles = [
  defineRole('cashier', 'Pays in cash over the counter', [...see, 'transactions.cash.pay']),
  defineRole('cash-supervisor', 'Registers cash desks, confirms differences of drawers and takes wrong payments back', [...see, 'people.organisations.read', 'transactions.cash.register', 'transactions.cash.confirm', 'transactions.instructions.read']),
];

export const cashSeparation = defineSeparation('transactions.cash', 'Who pays in cash does not confirm what is missing', ['transactions.cash.pay'], ['transactions.cash.confirm']);
