import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { categoriesOf, leastConfidentiality } from './code-lists.js';
import { checkUsers } from './known-users.js';
import { againstYourself, confidentialityTooLow } from './refusals.js';
import { CONFIDENTIALITIES, GrievanceConfidentiality, stricter } from './states.js';

/** What says who sees a grievance. */
export interface Secrecy {
  readonly category: string;
  readonly confidentiality: GrievanceConfidentiality | null | undefined;
  readonly against: readonly string[];
}

/** The least confidentiality of a category, and of what is said of staff. */
export function leastOf(ctx: TxContext, category: string, against: readonly string[]): GrievanceConfidentiality {
  const known = categoriesOf(ctx).get(category);
  const ofCategory = known ? leastConfidentiality(known) : GrievanceConfidentiality.ORDINARY;
  return against.length > 0 ? stricter(ofCategory, GrievanceConfidentiality.CONFIDENTIAL) : ofCategory;
}

/** Who sees a grievance and who does not; refused where more would see it than may, or where the actor is complained of. */
export async function checkSecrecy(ctx: TxContext, { category, confidentiality, against }: Secrecy): Promise<{ readonly confidentiality: GrievanceConfidentiality; readonly against: readonly string[] }> {
  if (against.includes(ctx.actor.id)) refuse(againstYourself('against'));
  await checkUsers(ctx, against.map((user, at) => ({ user, path: `against.${at}` })));
  const least = leastOf(ctx, category, against);
  if (confidentiality && CONFIDENTIALITIES.indexOf(confidentiality) < CONFIDENTIALITIES.indexOf(least)) refuse(confidentialityTooLow('confidentiality', { least }));
  return { confidentiality: confidentiality ?? least, against };
}
