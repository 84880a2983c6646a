import { Decimal as Exact } from 'decimal.js';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { write } from '../../../kernel/write/write.js';
import { checkPersons } from '../../../people/persons/details.js';
import { readOrganisation } from '../../funders.js';
import { currencyUnknown, organisationUnknown } from '../../refusals.js';
import { settingsOf } from '../../settings.js';
import { checkEvidence, checkProgramme } from '../propose-arrangement.js';
import { capTooLarge, currencyOnce, orderAmount, orderDays, orderHowMuch, orderShare, orderThere } from '../refusals.js';
import { WithholdingOrderPayload, WithholdingOrderProposeInput } from './order-input.js';

interface Currency {
  readonly currency: string;
  readonly digits: number;
}

/** The currency in which something is withheld: the programme's, or the one that is named. */
async function currencyOf(ctx: TxContext, { programmeId, currency }: WithholdingOrderProposeInput): Promise<Currency> {
  if (Boolean(programmeId) === Boolean(currency)) return refuse(currencyOnce('currency'));
  await checkProgramme(ctx, programmeId);
  const { rows } = await ctx.tx.query<Currency>(
    'select c.code as currency, c.minor_digits as digits from transactions.currency c where c.code = coalesce($1, (select p.currency from programmes.programme p where p.id = $2))', [currency ?? null, programmeId ?? null],
  );
  return rows[0] ?? refuse(currencyUnknown('currency', { currency: currency ?? '' }));
}

/** An amount in the digits of a currency, above or at `least`; null where none is given. */
function exact(path: string, amount: string | null | undefined, { currency, digits }: Currency, least: 'some' | 'nothing'): string | null {
  if (!amount) return null;
  const given = new Exact(amount);
  if (given.isNegative() || (least === 'some' && given.isZero()) || given.decimalPlaces() > digits) refuse(orderAmount(path, { currency }));
  return given.toFixed(digits);
}

function part(path: string, share: string | null | undefined): string | null {
  if (!share) return null;
  const given = new Exact(share);
  if (!given.greaterThan(0) || given.greaterThan(1) || given.decimalPlaces() > 6) refuse(orderShare(path));
  return given.toFixed();
}

@Resolver()
export class ProposeWithholdingOrder {
  @Mutation(() => WithholdingOrderPayload, { description: "Proposes that something of each of somebody's payments goes to an organisation. Nothing does before another person has confirmed it." })
  @Requires('transactions.deductions.propose')
  withholdingOrderPropose(@Arg('input', () => WithholdingOrderProposeInput, { description: 'The order.' }) input: WithholdingOrderProposeInput, @Ctx() ctx: Context): Promise<WithholdingOrderPayload> {
    const constraints = { withholding_order_once: orderThere('reference') };
    return write<WithholdingOrderPayload, WithholdingOrderProposeInput>(ctx, { operation: 'withholdingOrderPropose', input, constraints }, async (tx, given) => {
      if (Boolean(given.amount) === Boolean(given.share)) refuse(orderHowMuch('amount'));
      await checkPersons(tx, [{ id: given.personId, path: 'personId' }]);
      const organisation = (await readOrganisation(tx, given.organisationId)) ?? refuse(organisationUnknown('organisationId'));
      const money = await currencyOf(tx, given);
      await checkEvidence(tx, given.documentId, [given.personId]);
      const { maxDeductionShare: most } = settingsOf(tx).payees;
      const cap = part('capShare', given.capShare) ?? most;
      if (new Exact(cap).greaterThan(most)) refuse(capTooLarge('capShare', { most }));
      const dueFrom = given.dueFrom ?? tx.today;
      if (given.dueUntil && given.dueUntil < dueFrom) refuse(orderDays('dueUntil'));
      const id = uuidv7();
      await tx.tx.query(
        `insert into transactions.withholding_order (id, person_id, organisation_id, programme_id, kind, reference, reason, document_id, currency, amount, share, priority, cap_share, floor, total_limit, due_from, due_until, proposed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
        [
          id, given.personId, organisation, given.programmeId ?? null, given.kind, given.reference, given.reason, given.documentId ?? null, money.currency, exact('amount', given.amount, money, 'some'), part('share', given.share),
          given.priority, cap, exact('floor', given.floor ?? '0', money, 'nothing'), exact('totalLimit', given.totalLimit, money, 'some'), dueFrom, given.dueUntil ?? null, tx.actor.id,
        ],
      );
      return { order: { id } };
    });
  }
}
