import type { Area } from '../../people/area.js';
import { periodClosed, periodReopened } from '../events.js';
import { AccountingPeriod } from './accounting-period.js';
import { MoveAccountingPeriod } from './move-period.js';
import { OpenAccountingPeriod } from './open-period.js';

export const periods: Area = {
  entities: [AccountingPeriod],
  resolvers: [OpenAccountingPeriod, MoveAccountingPeriod],
  events: [periodClosed, periodReopened],
};
