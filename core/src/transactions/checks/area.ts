import type { Area } from '../../people/area.js';
import { GiveLedgerHealth } from './ledger-checks.js';
import { ledgerGauges, watchesLedger } from './watch-ledger.js';

export const checks: Area = {
  resolvers: [GiveLedgerHealth],
  contributes: [watchesLedger, ...ledgerGauges],
};
