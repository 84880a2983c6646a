import { ruleViolation } from '../../../kernel/write/refusal.js';
import type { PayeeProblem } from '../../payees/payees-of.js';

/** Why entitlements would be left out of a run, with what to do. */
export const LEFT_OUT: Readonly<Record<PayeeProblem, ReturnType<typeof ruleViolation>>> = {
  PAYEE_DEAD: ruleViolation('PAYEE_DEAD', '{count} entitlements are due to persons who have died and have no nominee; they are left out.', 'Have a nominee confirmed, or look at whether they are owed.'),
  RECEIVER_DEAD: ruleViolation('RECEIVER_DEAD', '{count} entitlements are due to persons for whom somebody receives who has died; they are left out.', 'Have another receiver confirmed.'),
  NO_ACCOUNT: ruleViolation('NO_ACCOUNT', '{count} entitlements are due to receivers who have no open account; they are left out.', 'Register their accounts, or pay through a channel that needs none.'),
  ACCOUNT_KIND: ruleViolation('ACCOUNT_KIND', '{count} entitlements are due to receivers whose accounts are of no kind that this channel pays into; they are left out.', 'Register other accounts, or pay through another channel.'),
  ACCOUNT_CURRENCY: ruleViolation('ACCOUNT_CURRENCY', '{count} entitlements are due to receivers whose accounts take another currency; they are left out.', 'Register accounts in this currency.'),
  ACCOUNT_NOT_VERIFIED: ruleViolation('ACCOUNT_NOT_VERIFIED', '{count} entitlements are due to receivers whose accounts nobody has verified, or somebody refuted; they are left out.', 'Have the accounts verified.'),
};

export const accountsUnverified = ruleViolation('ACCOUNTS_UNVERIFIED', '{count} entitlements would be paid into accounts that nobody has verified.', 'Have the accounts verified first where that is possible.');
