import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { isEverywhere } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { noteRead } from '../../kernel/audit/read-log.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { uuidOf } from '../../kernel/schema/ids.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Programme } from '../../programmes/programme.js';
import { OrganisationPayment } from '../organisations/organisation-payment.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { settingsOf } from '../settings.js';
import { BankEntry } from './bank-entry.js';
import { DIFFERENCES, findDifferences, proofLines, type DifferenceCode, type ProofLine } from './differences.js';

/** Differences that one answer shows. */
const MOST = 1_000;

@ObjectType({ description: 'What a programme set out to pay in a currency, and where it is.' })
export class ReconciliationLine {
  @Field(() => Programme, { description: 'The programme.' })
  programme!: { readonly id: string };

  @Field(() => Boolean, { description: 'Whether entitled = paid + pending + returned + recovered + deducted + cancelled, and the ledger says the same of what is paid.' })
  balanced!: boolean;

  @Field(() => MoneyValue, { description: 'What runs set out to pay.' })
  entitled!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What arrived, by the channels.' })
  paid!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What is not yet sent, or sent and not answered.' })
  pending!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What came back, by the channels.' })
  returned!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was given up with its run.' })
  cancelled!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was kept back of payments for overpayments.' })
  recovered!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was withheld of payments for organisations; `deductionsOwed` tells where it is.' })
  deducted!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What arrived, by the ledger.' })
  paidInLedger!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What left the accounts, by the statements of banks.' })
  paidAtBank!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What came back, by the statements of banks.' })
  returnedAtBank!: MoneyValue;
}

@ObjectType({ description: 'How many differences of a kind there are.' })
export class DifferenceCount {
  @Field(() => String, { description: 'Its kind, such as PAID_NOT_AT_BANK.' })
  code!: string;

  @Field(() => String, { description: 'What it means.' })
  description!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => MoneyValue, { description: 'Their sum.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'Something that what is owed, the ledger and the bank disagree about.' })
export class ReconciliationDifference {
  @Field(() => String, { description: 'Its kind.' })
  code!: string;

  @Field(() => MoneyValue, { description: 'How much.' })
  amount!: MoneyValue;

  @Field(() => PaymentInstruction, { nullable: true, description: 'The payment that it is about.' })
  instruction!: { readonly id: string } | null;

  @Field(() => OrganisationPayment, { nullable: true, description: 'The payment to an organisation that it is about.' })
  organisationPayment!: { readonly id: string } | null;

  @Field(() => BankEntry, { nullable: true, description: 'The entry of the bank that it is about.' })
  entry!: { readonly id: string } | null;
}

@ObjectType({ description: 'What is owed, what the ledger holds and what banks show, compared payment by payment.' })
export class Reconciliation {
  @Field(() => LocalDate, { description: 'By which day it was asked what is late.' })
  on!: string;

  @Field(() => Boolean, { description: 'Whether every line is balanced and there is no difference.' })
  balanced!: boolean;

  @Field(() => [ReconciliationLine], { description: 'One for each programme and currency.' })
  lines!: readonly ReconciliationLine[];

  @Field(() => [DifferenceCount], { description: 'All differences, by kind.' })
  counts!: readonly DifferenceCount[];

  @Field(() => [ReconciliationDifference], { description: 'The differences one by one; the first 1,000.' })
  differences!: readonly ReconciliationDifference[];
}

@ObjectType({ description: 'Entries of the work list that are about as old as each other.' })
export class BankEntryAge {
  @Field(() => Int, { description: 'They are at least so many days old.' })
  fromDays!: number;

  @Field(() => String, { description: 'ISO 4217 code of their currency.' })
  currency!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => MoneyValue, { description: 'Sum of what went out.' })
  debits!: MoneyValue;

  @Field(() => MoneyValue, { description: 'Sum of what came in.' })
  credits!: MoneyValue;
}

function lineOf({ programme, currency, ...amounts }: ProofLine): ReconciliationLine {
  const money = (amount: string): MoneyValue => new MoneyValue(amount, currency);
  const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
  const { entitled, paid, pending, returned, recovered, deducted, cancelled, paidInLedger } = amounts;
  return {
    programme: { id: programme },
    balanced: cents(entitled) === cents(paid) + cents(pending) + cents(returned) + cents(recovered) + cents(deducted) + cents(cancelled) && cents(paid) === cents(paidInLedger),
    entitled: money(entitled), paid: money(paid), pending: money(pending), returned: money(returned), cancelled: money(cancelled), recovered: money(recovered), deducted: money(deducted),
    paidInLedger: money(paidInLedger), paidAtBank: money(amounts.paidAtBank), returnedAtBank: money(amounts.returnedAtBank),
  };
}

@Resolver()
export class ReconcilePayments {
  /** Statements are of whole programmes; what is seen of a part would differ from them everywhere. */
  @Query(() => Reconciliation, { nullable: true, description: 'Compares what is owed, what the ledger holds and what banks show, to the cent: the daily proof. Null for whoever is limited to places, organisations or programmes.' })
  @Requires('transactions.bank.read')
  async reconciliation(
    @Arg('on', () => LocalDate, { nullable: true, description: 'By which day it is asked what is late; today where left out.' }) on: string | undefined,
    @Arg('programmeId', () => ID, { nullable: true, description: 'Of one programme; of all where left out.' }) programmeId: string | undefined,
    @Ctx() ctx: Context,
  ): Promise<Reconciliation | null> {
    if (!isEverywhere(ctx.actor)) return null;
    await noteRead(ctx, { fields: ['Query.reconciliation'], subjects: [] });
    const programme = programmeId ? uuidOf('programme', programmeId) : null;
    const { reconciliation: { graceDays, answerDays } } = settingsOf(ctx);
    const day = on ?? ctx.today;
    const [lines, found] = [(await proofLines(ctx, programme)).map(lineOf), await findDifferences(ctx, { on: day, programme, graceDays, answerDays }, MOST)];
    return {
      on: day, lines,
      balanced: found.counts.length === 0 && lines.every(({ balanced }) => balanced),
      counts: found.counts.map(({ code, count, amount, currency }) => ({ code, description: DIFFERENCES[code], count, amount: new MoneyValue(amount, currency) })),
      differences: found.first.map(({ code, amount, currency, instruction, entry, payment }) => ({
        code: code satisfies DifferenceCode, amount: new MoneyValue(amount, currency), instruction: instruction === null ? null : { id: instruction }, entry: entry === null ? null : { id: entry },
        organisationPayment: payment === null ? null : { id: payment },
      })),
    };
  }

  @Query(() => [BankEntryAge], { description: 'How old the entries of the work list are: from 0, 8, 31 and 91 days on. Nothing for whoever has limits.' })
  @Requires('transactions.bank.read')
  async bankEntryAges(@Ctx() ctx: Context): Promise<readonly BankEntryAge[]> {
    if (!isEverywhere(ctx.actor)) return [];
    const { rows } = await readRows<{ from: number; currency: string; count: number; debits: string; credits: string }>(ctx, `
      select age."from", e.currency, count(*)::int as count, round(coalesce(sum(e.amount) filter (where e.direction = 'DEBIT'), 0), c.minor_digits)::text as debits,
        round(coalesce(sum(e.amount) filter (where e.direction = 'CREDIT'), 0), c.minor_digits)::text as credits
      from transactions.bank_entry e join transactions.currency c on c.code = e.currency
      cross join lateral (select max(f) as "from" from unnest('{0,8,31,91}'::int[]) f where f <= greatest(0, $1::date - e.booked_on)) age
      where e.state in ('UNMATCHED', 'PROPOSED') group by 1, 2, c.minor_digits order by 1, 2`, [ctx.today]);
    return rows.map(({ from, currency, count, debits, credits }) => ({ fromDays: from, currency, count, debits: new MoneyValue(debits, currency), credits: new MoneyValue(credits, currency) }));
  }
}
