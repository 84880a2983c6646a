import type { Area } from '../../people/area.js';
import { AccountBalance } from './account-balance.js';
import { GiveAccountBalances } from './account-balances.js';
import { GiveAccountStatement } from './account-statement.js';
import { foldsTotals } from './fold-totals.js';

export const balances: Area = {
  resolvers: [AccountBalance, GiveAccountBalances, GiveAccountStatement],
  contributes: [foldsTotals],
};
