import type { Area } from '../../kernel/module/area.js';
import { HouseholdPayers, OrganisationPayers, PersonPayers, ProgrammeReceivables } from './added-connections.js';
import { AllocateReceipt } from './allocate-receipt.js';
import { chargePenalties } from './daily/charge-penalties.js';
import { penaltyRules } from './daily/penalty-rules.js';
import { remind } from './daily/reminders.js';
import { dailyWork, StartDailyWork } from './daily/start-daily.js';
import { DemandCharge } from './demand-charge.js';
import { DemandInstalment } from './demand-instalment.js';
import { DemandLine } from './demand-line.js';
import { DemandWriteOff } from './demand-write-off.js';
import { Demand } from './demand.js';
import { EndDemand } from './end-demand.js';
import { demandCancelled, demandsRaised, demandsSettled, demandWrittenOff, receiptMatched, receiptReversed, receiptsReceived, refundMoved, payerReminded, penaltiesCharged } from './events.js';
import { Payer } from './payer.js';
import { receivablePermissions } from './permissions.js';
import { RaiseDemand } from './raise-demand.js';
import { ReceiptAllocation } from './receipt-allocation.js';
import { ReceiptFile } from './receipt-file.js';
import { ReceiptRefund } from './receipt-refund.js';
import { ReceiptRejection } from './receipt-rejection.js';
import { Receipt } from './receipt.js';
import { ReceiveFile } from './receive-file.js';
import { ReceiveReceipt } from './receive-receipt.js';
import { RefundReceipt } from './refund.js';
import { ReverseReceipt } from './reverse-receipt.js';
import { StatementOfPayer } from './statement.js';

export const receivables: Area = {
  entities: [Payer, Demand, DemandLine, DemandInstalment, DemandCharge, DemandWriteOff, Receipt, ReceiptAllocation, ReceiptRefund, ReceiptFile, ReceiptRejection],
  resolvers: [
    RaiseDemand, EndDemand, ReceiveReceipt, ReceiveFile, AllocateReceipt, ReverseReceipt, RefundReceipt, StatementOfPayer, StartDailyWork, PersonPayers, HouseholdPayers, OrganisationPayers, ProgrammeReceivables,
  ],
  permissions: receivablePermissions,
  events: [demandsRaised, demandsSettled, demandCancelled, demandWrittenOff, receiptsReceived, receiptMatched, receiptReversed, refundMoved, penaltiesCharged, payerReminded],
  jobs: [chargePenalties, remind],
  contributes: [penaltyRules, dailyWork],
};
