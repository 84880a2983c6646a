import { periodRules, ruleKinds, type Rule } from '@kinga/plugin-sdk';

export const PAYMENT = 'PENSION_PAYMENT';
export const CONDITION = 'PENSION_PAYMENT_CONDITION';

export const paymentKinds = [
  ruleKinds.contribute(PAYMENT, {
    name: PAYMENT, type: 'money', description: 'How much of a pension is due for a period, where it is not what was awarded and indexed for each of its months. It asks for `enrolment.pension.monthly` and `period`.',
  }),
  ruleKinds.contribute(CONDITION, {
    name: CONDITION, type: 'boolean', description: 'A condition that must hold on the first day of a period for a pension to be due for it, beside that it is in payment. Where it does not, its code is the reason.',
  }),
];

const IN_PAYMENT: Rule = { code: 'award_in_payment', kind: 'ELIGIBILITY', expression: 'enrolment.pension.inPayment' };
const AS_AWARDED: Rule = { code: 'award_due', kind: 'AMOUNT', expression: 'enrolment.pension.monthly * monthsBetween(period.from, addDays(period.to, 1))' };

/** The codes that rules use, directly and by others. */
function used(all: readonly Rule[], from: readonly Rule[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const [, code = ''] of next.expression.matchAll(/\brules(?:\.|\[")(\w+)/g)) {
      const rule = all.find((each) => each.code === code);
      if (!rule || found.has(code)) continue;
      found.add(code);
      waiting.push(rule);
    }
  }
  return found;
}

/**
 * What is due of a pension for a period: what was awarded, unless the version says otherwise. What entitles to it and how much it is was
 * asked once, when it was awarded; a version that changes that changes nothing for whoever has one.
 */
export function paymentRules(version: readonly Rule[]): readonly Rule[] {
  const conditions = version.filter(({ kind }) => kind === CONDITION);
  const payment = version.find(({ kind }) => kind === PAYMENT);
  const own = [...conditions, ...(payment ? [payment] : [])];
  const needed = used(version, own);
  const parts = version.filter((rule) => needed.has(rule.code) && !own.includes(rule)).map((rule) => ({ ...rule, kind: 'FORMULA' }));
  return [IN_PAYMENT, ...parts, ...conditions.map((rule) => ({ ...rule, kind: 'ELIGIBILITY' })), payment ? { ...payment, kind: 'AMOUNT' } : AS_AWARDED];
}

export const payroll = periodRules.contribute('pensions', { description: 'A pension is paid as it was awarded, revised and indexed.', rules: paymentRules });
