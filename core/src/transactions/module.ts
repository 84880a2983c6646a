import pkg from '../../package.json' with { type: 'json' };
import { defineSeparation } from '../kernel/access/permissions.js';
import { together } from '../kernel/module/area.js';
import { backgroundWork } from '../kernel/jobs/background.js';
import { defineModule } from '../kernel/module/define-module.js';
import { inbound } from '../kernel/server/inbound.js';
import { recipients } from '../kernel/privacy/register/extension-points.js';
import { Account } from './account.js';
import { EntitlementPayments, PersonPayments, ProgrammePayments } from './added-connections.js';
import { inquireAgain, InquirePaymentRun, inquireRun } from './answers/inquire.js';
import { takeMessage } from './answers/take-message.js';
import { runs } from './runs/area.js';
import { ApprovePaymentRun } from './runs/approve-run.js';
import { balances } from './balances/area.js';
import { BookTransaction } from './book-transaction.js';
import { budgets } from './budgets/area.js';
import { CancelPaymentRun } from './runs/cancel-run.js';
import { checks } from './checks/area.js';
import { computeRun } from './runs/compute-run.js';
import { cancelRun } from './runs/give-up-run.js';
import { CreatePaymentRun } from './runs/create-run.js';
import { csvFileChannel } from './csv-file-channel.js';
import { runApproved, runCancelled, runCreated, runReconciled, runSent, overpaymentRecovered, recoveryPlanMade, recoveryPlanStopped, statementReceived, bankEntryResolved, transactionReversed } from './events.js';
import { cashDesks } from './channels/cash-desk/area.js';
import { cashRoles, cashSeparation } from './channels/cash-desk/permissions.js';
import { funderRole } from './funders.js';
import { LedgerTransaction } from './ledger-transaction.js';
import { ListPaymentChannels } from './list-channels.js';
import { organisationPayments } from './organisations/area.js';
import { OpenAccount } from './open-account.js';
import { PaymentBatch } from './runs/payment-batch.js';
import { paymentChannels } from './payment-channel.js';
import { PaymentInstruction } from './runs/payment-instruction.js';
import { PaymentRun } from './runs/payment-run.js';
import { periods } from './periods/area.js';
import { transactionsPermissions } from './permissions.js';
import { Posting } from './posting.js';
import { ReceivePaymentAnswer } from './runs/receive-answer.js';
import { receivables } from './receivables/area.js';
import { receivableRoles } from './receivables/permissions.js';
import { BankAccount } from './reconciliation/bank-account.js';
import { BankEntry } from './reconciliation/bank-entry.js';
import { BankStatement } from './reconciliation/bank-statement.js';
import { camtFormat } from './reconciliation/camt.js';
import { ReceiveStatement } from './reconciliation/receive-statement.js';
import { ProveBankBalance } from './reconciliation/balance-proof.js';
import { ReconcilePayments } from './reconciliation/reconciliation.js';
import { RegisterBankAccount } from './reconciliation/register-account.js';
import { ResolveBankEntry } from './reconciliation/resolve-entry.js';
import { SetBankFees } from './reconciliation/set-fees.js';
import { statementFormats } from './reconciliation/statement-format.js';
import { SuggestionsOfBankEntry } from './reconciliation/suggest.js';
import { payees } from './payees/area.js';
import { bookOverpayments } from './recoveries/book-overpayments.js';
import { OverpaymentRecoveries, PaymentDeductions } from './recoveries/added-fields.js';
import { PlanRecoveries } from './recoveries/plan-recovery.js';
import { RecoverOverpayments } from './recoveries/recover.js';
import { TakeBackRecoveries } from './recoveries/take-back.js';
import { RecoveryPlan } from './recoveries/recovery-plan.js';
import { Recovery } from './recoveries/recovery.js';
import { ReverseTransaction } from './reverse-transaction.js';
import { transactionsRoles } from './roles.js';
import { ProofOfPaymentRun } from './runs/run-proof.js';
import { SendPaymentRun } from './runs/send-run.js';
import { sendRun } from './runs/send-run-job.js';
import { transactionsSettings } from './settings.js';

const version = `^${pkg.version}`;
const areas = together([periods, balances, budgets, checks, runs, receivables, payees, cashDesks, organisationPayments]);

export const transactions = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'transactions', requires: { kernel: version, people: version, programmes: version } } },
  {
    description: 'One double-entry ledger, payment runs and payment channels',
    entities: [Account, LedgerTransaction, Posting, PaymentRun, PaymentBatch, PaymentInstruction, Recovery, RecoveryPlan, BankAccount, BankStatement, BankEntry, ...(areas.entities ?? [])],
    resolvers: [
      CreatePaymentRun, ApprovePaymentRun, CancelPaymentRun, SendPaymentRun, ReceivePaymentAnswer, ProofOfPaymentRun, ListPaymentChannels,
      OpenAccount, BookTransaction, ReverseTransaction, EntitlementPayments, PersonPayments, ProgrammePayments, RecoverOverpayments, TakeBackRecoveries, PlanRecoveries, OverpaymentRecoveries, PaymentDeductions,
      InquirePaymentRun, RegisterBankAccount, ReceiveStatement, ResolveBankEntry, SuggestionsOfBankEntry, ReconcilePayments, ProveBankBalance, SetBankFees,
      ...(areas.resolvers ?? []),
    ],
    permissions: [...transactionsPermissions, ...(areas.permissions ?? [])],
    roles: [...transactionsRoles, ...receivableRoles, ...cashRoles],
    separations: [
      defineSeparation('transactions.payment-runs', 'Who makes a payment run does not approve it', ['transactions.runs.create'], ['transactions.runs.approve']),
      defineSeparation('transactions.budgets', 'Who proposes a budget does not approve it', ['transactions.budgets.propose'], ['transactions.budgets.approve']),
      defineSeparation('transactions.payees', 'Who proposes that somebody receives for another does not confirm it', ['transactions.payees.propose'], ['transactions.payees.confirm']),
      defineSeparation('transactions.withholding-orders', 'Who proposes that something of payments goes to an organisation does not confirm it', ['transactions.deductions.propose'], ['transactions.deductions.confirm']),
      defineSeparation('transactions.deduction-payments', 'Who proposes a payment to an organisation does not approve it', ['transactions.deductions.pay'], ['transactions.deductions.approve']),
      defineSeparation('transactions.refunds', 'Who asks for a refund does not decide on it', ['transactions.refunds.request'], ['transactions.refunds.decide']),
      cashSeparation,
    ],
    events: [runCreated, runApproved, runCancelled, runSent, runReconciled, transactionReversed, overpaymentRecovered, recoveryPlanMade, recoveryPlanStopped, statementReceived, bankEntryResolved, ...(areas.events ?? [])],
    on: [bookOverpayments],
    jobs: [computeRun, cancelRun, sendRun, inquireRun, ...(areas.jobs ?? [])],
    settings: transactionsSettings,
    offers: [paymentChannels, statementFormats, ...(areas.offers ?? [])],
    contributes: [
      funderRole,
      ...(areas.contributes ?? []),
      paymentChannels.contribute('csv-file', csvFileChannel),
      backgroundWork.contribute('transactions.inquire', inquireAgain),
      inbound.contribute('payment-channels', { description: 'What providers of payment channels tell by themselves', receive: (ctx, { name, ...message }) => takeMessage(ctx, name, message) }),
      statementFormats.contribute('camt', camtFormat),
      recipients.contribute('transactions.channels', { description: 'those who pay, by the payment channels', types: ['PaymentInstruction', 'PaymentAccount', 'PaymentBatch', 'OrganisationPayment', 'OrganisationAccount'] }),
    ],
    tables: {
      'transactions.account_total': { description: 'What was posted, summed by account, day and dimensions', sensitivity: 'internal', purpose: 'payments' },
      'transactions.accrual': { description: 'Which booking recorded what is owed', sensitivity: 'personal', purpose: 'payments' },
      'transactions.ledger_check': { description: 'When the books were looked through', sensitivity: 'internal', purpose: 'payments' },
      'transactions.ledger_finding': { description: 'What is wrong in the books', sensitivity: 'internal', purpose: 'payments' },
      'transactions.closed_until': { description: 'The last day whose books are closed', sensitivity: 'internal', purpose: 'payments' },
      'transactions.cash_handover': { description: 'Batches that cash desks have', sensitivity: 'internal', purpose: 'payments' },
      'transactions.cash_order': { description: 'References of payments that can be fetched in cash', sensitivity: 'internal', purpose: 'payments' },
      'transactions.channel_message': { description: 'What providers told by themselves, each once', sensitivity: 'internal', purpose: 'payments' },
      'transactions.bank_statement_name': { description: "Banks' names of the statements that were received", sensitivity: 'internal', purpose: 'payments' },
      'transactions.currency': { description: 'Currencies and their smallest units', sensitivity: 'public', purpose: 'payments' },
      'transactions.daily_work': { description: 'How far the daily work on demands has come', sensitivity: 'internal', purpose: 'payments' },
      'transactions.demand_reminder': { description: 'Which payers were reminded of what', sensitivity: 'personal', purpose: 'payments' },
      'transactions.payment_reissue': { description: 'Which payments that came back a run pays again', sensitivity: 'personal', purpose: 'payments' },
      'transactions.payment_answer': { description: 'What payment channels answered, as it came', sensitivity: 'sensitive', purpose: 'payments' },
      'transactions.unbalanced': { description: 'Bookings that are being balanced', sensitivity: 'internal', purpose: 'payments' },
    },
    migrations: new URL('../../migrations/transactions/', import.meta.url),
    locales: new URL('../../locales/transactions/', import.meta.url),
  },
);
