import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Requires } from '../../kernel/schema/permission.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { accountsByNumber, asked } from '../payees/accounts-by-number.js';
import { BankEntry } from './bank-entry.js';

/** Suggestions for each entry. */
const MOST = 5;

@ObjectType({ description: 'A payment that an entry may be.' })
export class BankEntrySuggestion {
  @Field(() => PaymentInstruction, { description: 'The payment; of several instructions that are paid as one, the first.' })
  instruction!: { readonly id: string };

  @Field(() => [String], { description: 'What speaks for it: REFERENCE (the bank writes it somewhere), ACCOUNT, AMOUNT, NAME.' })
  because!: readonly string[];

  @Field(() => Int, { description: 'How much speaks for it, up to 100.' })
  score!: number;
}

interface Row {
  readonly entry: string;
  readonly instruction: string;
  readonly because: readonly string[];
  readonly score: number;
}

/** Payments on their way of the same amount, or of the account or the reference that the bank writes. */
const SUGGEST = `
select e.id as entry, s.* from transactions.bank_entry e join transactions.bank_account a on a.id = e.bank_account_id cross join lateral (
  select i.id as instruction, array_remove(array[case when hit.reference then 'REFERENCE' end, case when hit.account then 'ACCOUNT' end, case when hit.amount then 'AMOUNT' end, case when hit.name then 'NAME' end], null) as because,
    (hit.reference::int * 50 + hit.account::int * 25 + hit.amount::int * 15 + hit.name::int * 10) as score
  from (
    select own.* from transactions.payment_instruction own join transactions.payment_run r on r.id = own.run_id where own.state = 'SENT' and own.payment_amount = e.amount and r.channel = any (a.channels)
    union select * from transactions.payment_instruction where account_id in (select known.account from jsonb_to_recordset($2) as known(number text, account uuid) where known.number = e.counterparty_account)
    union select * from transactions.payment_instruction where reference in (select word from regexp_split_to_table(concat_ws(' ', e.description, e.end_to_end_id, e.bank_reference), '[^A-Za-z0-9]+') word where length(word) between 16 and 35)
    union select * from transactions.payment_instruction where id = e.instruction_id) i
  cross join lateral (select coalesce(strpos(concat_ws(' ', e.description, e.end_to_end_id, e.bank_reference), i.reference) > 0, false) as reference,
    coalesce(i.account_id in (select known.account from jsonb_to_recordset($2) as known(number text, account uuid) where known.number = e.counterparty_account), false) as account, i.payment_amount = e.amount as amount, coalesce(lower(e.counterparty) in (lower(i.payee_name), lower(i.receiver_name)), false) as name) hit
  where i.currency = e.currency and i.state <> 'CANCELLED' and i.reference = i.payment
  order by 3 desc, i.id limit ${MOST}) s
where e.id = any($1) and e.state in ('UNMATCHED', 'PROPOSED')`;

@Resolver(() => BankEntry)
export class SuggestionsOfBankEntry {
  @FieldResolver(() => [BankEntrySuggestion], { description: 'Payments that it may be, the likeliest first; of entries of the work list. At most five.' })
  @Requires('transactions.instructions.read')
  async suggestions(@Root() entry: { readonly id: string }, @Ctx() ctx: Context): Promise<readonly BankEntrySuggestion[]> {
    return ctx.reads.loader<string, readonly BankEntrySuggestion[]>('transactions.suggestions', async (ids) => {
      const { rows: named } = await readRows<{ number: string }>(ctx, 'select distinct counterparty_account as number from transactions.bank_entry where id = any($1) and counterparty_account is not null', [ids]);
      const known = await accountsByNumber(ctx, asked(ctx), named.map(({ number }) => number));
      const { rows } = await readRows<Row>(ctx, SUGGEST, [ids, JSON.stringify(known)]);
      const byEntry = Map.groupBy(rows, (row) => row.entry);
      return ids.map((id) => (byEntry.get(id) ?? []).map(({ instruction, because, score }) => ({ instruction: { id: instruction }, because, score })));
    }).load(entry.id);
  }
}
