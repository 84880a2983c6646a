import { Arg, ask, Ctx, Field, IdempotentInput, InputType, IsOptional, MaxLength, MinLength, Mutation, Ref, refuse, Requires, Resolver, sql, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import type { ClaimEnterInput } from './claim-input.js';
import { Claim } from './claim.js';
import { ClaimPayload } from './enter-claim.js';
import { holdClaims } from './hold-claims.js';
import { ClaimState } from './kinds.js';
import { claimCodeTaken, claimRestored, claimRestoredOften } from './refusals.js';
import { settingsOfClaims } from './settings.js';
import { enterClaims } from './write-claims.js';

@InputType({ description: 'A rejected claim to restore.' })
export class ClaimRestoreInput extends IdempotentInput {
  @Ref(() => Claim, { description: 'The rejected claim.', erased: true })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The code of the claim that is made of it; it is given one where left out.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(60)
  code?: string | null;
}

/** What a claim asks for, as it would be entered. */
async function asEntered(ctx: TxContext, id: string): Promise<Omit<ClaimEnterInput, 'code'> & { readonly restores: number }> {
  const { rows: [claim] } = await ask<{ claim: Omit<ClaimEnterInput, 'code'>; restores: number }>(ctx, sql`
    with recursive earlier as (select c.id, c.restored_from_id from health_insurance.claim c where c.id = ${id}::uuid union all select c.id, c.restored_from_id from health_insurance.claim c join earlier e on c.id = e.restored_from_id)
    select (select count(*)::int - 1 from earlier) as restores, jsonb_build_object('facilityCode', o.code, 'personId', coalesce(p.merged_into_id, p.id), 'visit', c.visit, 'visitFrom', c.visit_from, 'visitTo', c.visit_to, 'diagnosisCode', d.code, 'explanation', c.explanation,
      'otherDiagnosisCodes', (select jsonb_agg(n.code order by x.position) from health_insurance.claim_diagnosis x join health_insurance.diagnosis n on n.id = x.diagnosis_id where x.claim_id = c.id),
      'lines', (select jsonb_agg(jsonb_build_object('serviceCode', s.code, 'quantity', l.quantity::text, 'price', l.price::text, 'explanation', l.explanation, 'parts',
          (select jsonb_agg(jsonb_build_object('serviceCode', t.code, 'quantity', part.quantity)) from jsonb_to_recordset(l.parts) as part (service uuid, quantity numeric) join health_insurance.service t on t.id = part.service)) order by l.number)
        from health_insurance.claim_line l join health_insurance.service s on s.id = l.service_id where l.claim_id = c.id)) as claim
    from health_insurance.claim c join people.person p on p.id = c.person_id join health_insurance.diagnosis d on d.id = c.diagnosis_id join health_insurance.facility f on f.id = c.facility_id join people.organisation o on o.id = f.organisation_id where c.id = ${id}::uuid`);
  if (!claim) throw new Error(`there is no claim ${id}`);
  return { ...claim.claim, restores: claim.restores };
}

@Resolver()
export class RestoreClaim {
  @Mutation(() => ClaimPayload, { description: 'Makes a new draft of a rejected claim, which points to it. The rejected claim stays as it is.' })
  @Requires('health-insurance.claims.enter')
  claimRestore(@Arg('input', () => ClaimRestoreInput, { description: 'The claim.' }) input: ClaimRestoreInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    const constraints = { claim_restored_once: claimRestored('id'), claim_code_key: claimCodeTaken('code', { code: input.code ?? '' }) };
    return write<ClaimPayload, ClaimRestoreInput>(ctx, { operation: 'claimRestore', input, constraints }, async (tx, given) => {
      await holdClaims(tx, [{ id: given.id, path: 'id' }], [ClaimState.REJECTED]);
      const { restores, ...fields } = await asEntered(tx, given.id);
      const { mostRestores } = settingsOfClaims(tx.platform);
      if (mostRestores !== null && restores >= mostRestores) refuse(claimRestoredOften('id', { most: mostRestores }));
      const [id = ''] = await enterClaims(tx, [{ ...fields, code: given.code ?? null } as ClaimEnterInput], () => '', sql`${given.id}::uuid`);
      return { claim: { id } };
    });
  }
}
