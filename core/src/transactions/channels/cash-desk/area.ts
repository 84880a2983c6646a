import type { Area } from '../../../kernel/module/area.js';
import { CloseCashSession } from './close-session.js';
import { CashDesk } from './desk.js';
import { cashDrawerCounted, cashPaid, cashTakenBack } from './events.js';
import { LookUpCashPayment } from './look-up.js';
import { OpenCashSession } from './open-session.js';
import { PayCash } from './pay.js';
import { CashPayout } from './payout.js';
import { cashPermissions } from './permissions.js';
import { RegisterCashDesk } from './register-desk.js';
import { CashSession } from './session.js';
import { TakeCashBack } from './take-back.js';
import { TopUpCashSession } from './top-up.js';
import { VerifyCashReceipt } from './verify.js';

export const cashDesks: Area = {
  entities: [CashDesk, CashSession, CashPayout],
  resolvers: [RegisterCashDesk, OpenCashSession, TopUpCashSession, LookUpCashPayment, PayCash, TakeCashBack, CloseCashSession, VerifyCashReceipt],
  permissions: cashPermissions,
  events: [cashPaid, cashTakenBack, cashDrawerCounted],
};
