import { Ctx, Field, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Requires } from '../../kernel/schema/permission.js';
import { DateTime } from '../../kernel/schema/scalars.js';

export enum LedgerCheckKind {
  RECENT = 'RECENT',
  FULL = 'FULL',
}
registerEnumType(LedgerCheckKind, {
  name: 'LedgerCheckKind',
  description: 'How much of the books is looked through.',
  valuesConfig: { RECENT: { description: 'What was booked lately; each minute.' }, FULL: { description: 'Everything; each day, and by `kinga ledger verify`.' } },
});

@ObjectType({ description: 'A look through the books.' })
export class LedgerCheck {
  @Field(() => LedgerCheckKind, { description: 'How much was looked through.' })
  kind!: LedgerCheckKind;

  @Field(() => DateTime, { description: 'When.' })
  checkedAt!: string;

  @Field(() => Int, { description: 'How many transactions were looked at.' })
  transactions!: number;

  @Field(() => Int, { description: 'How much was found to be wrong.' })
  found!: number;
}

@ObjectType({ description: 'Something that is wrong in the books, whoever wrote it.' })
export class LedgerFindingInfo {
  @Field(() => String, { description: 'UNBALANCED, ORPHAN, WRONG_CURRENCY, WRONG_TOTAL (kept totals are not the sums of postings), OVERPAID, PARTED_PAYMENT (what is paid as one does not stand alike), CLOSED_PERIOD, WRONG_BUDGET, WRONG_WITHHELD (an account of what is withheld for an organisation is not what payments left there) or WRONG_ORGANISATION_PAYMENT (a run paid an organisation, and that did not leave the funds, or the other way round).' })
  kind!: string;

  @Field(() => String, { description: 'Where.' })
  place!: string;

  @Field(() => String, { description: 'What.' })
  what!: string;

  @Field(() => DateTime, { description: 'When it was found first.' })
  foundAt!: string;
}

@ObjectType({ description: 'Whether the books are right.' })
export class LedgerHealth {
  @Field(() => Boolean, { description: 'Whether all of them were looked through, and nothing is wrong.' })
  right!: boolean;

  @Field(() => [LedgerCheck], { description: 'The last looks through them.' })
  checks!: readonly LedgerCheck[];

  @Field(() => [LedgerFindingInfo], { description: 'What is wrong, at most 100; it stays until a look through everything no longer finds it.' })
  findings!: readonly LedgerFindingInfo[];
}

@Resolver()
export class GiveLedgerHealth {
  @Query(() => LedgerHealth, { description: 'Whether the books are right: transactions balance, kept totals are the sums of postings, nobody is paid too much. As last looked at.' })
  @Requires('transactions.ledger.verify')
  async ledgerHealth(@Ctx() ctx: Context): Promise<LedgerHealth> {
    const { rows: checks } = await readRows<{ kind: LedgerCheckKind; checkedAt: string; transactions: number; found: number } & Record<string, unknown>>(
      ctx, 'select kind, checked_at as "checkedAt", transactions::int as transactions, findings as found from transactions.ledger_check order by kind');
    const { rows: findings } = await readRows<{ kind: string; place: string; what: string; foundAt: string } & Record<string, unknown>>(
      ctx, 'select kind, place, what, found_at as "foundAt" from transactions.ledger_finding order by found_at, kind, place limit 100');
    return { right: findings.length === 0 && checks.some(({ kind }) => kind === LedgerCheckKind.FULL), checks, findings };
  }
}
