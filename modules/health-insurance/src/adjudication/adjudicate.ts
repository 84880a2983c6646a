import { beyondScope, publish, uuidv7, type TxContext } from '@kinga/plugin-sdk';
import { claimsDecided } from '../claims/events.js';
import { finish } from './finish.js';
import { loadLines } from './load-lines.js';
import { takeSteps } from './take-step.js';
import { inWaves, type Touching } from './waves.js';

/** How far claims are to be taken. */
export enum AdjudicateUntil {
  CHECKED = 'CHECKED',
  VALUED = 'VALUED',
}

/**
 * Takes claims that the caller holds through the steps, by as many statements as one. The policies of their patients are held first, in the order of
 * their ids: whoever adjudicates another claim of one of them waits, and then finds what this one took.
 */
export async function adjudicate(ctx: TxContext, claims: readonly string[], until: AdjudicateUntil): Promise<void> {
  if (claims.length === 0) return;
  await beyondScope(ctx, async () => {
    await ctx.tx.query(
      `select p.id from health_insurance.policy p where p.id in (select v.policy_id from health_insurance.coverage v join health_insurance.claim c on c.person_id = v.person_id where c.id = any($1))
       order by p.id for no key update`, [claims]);
    const { rows } = await ctx.tx.query<Touching>(
      `select c.id, array_remove(array_agg(distinct v.policy_id::text), null) || c.person_id::text as touches from health_insurance.claim c left join health_insurance.coverage v on v.person_id = c.person_id
       where c.id = any($1) group by c.id order by c.claimed_on, c.visit_to, c.id`, [claims]);
    for (const wave of inWaves(rows)) {
      const batch = uuidv7();
      const { checking, valuing } = await loadLines(ctx, batch, wave, until === AdjudicateUntil.VALUED);
      if (checking) await takeSteps(ctx, batch, 'CHECK');
      if (valuing) await takeSteps(ctx, batch, 'VALUE');
      await finish(ctx, batch);
    }
  });
  await publish(ctx, claimsDecided, { ids: claims });
}
