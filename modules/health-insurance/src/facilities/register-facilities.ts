import {
  Arg, ArrayMaxSize, ArrayMinSize, ask, Ctx, Field, IdempotentInput, InputType, inOrganisationsOf, inPlacesOf, LocalDate, MaxLength, MinLength, Mutation, organisationNotFound, refuse, Requires, Resolver, sql, ValidateNested, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { CareType } from '../registers/kinds.js';
import { checkTwice, RegisteredPayload, type Written } from '../registers/registered.js';
import { FacilityLevel } from './facility.js';
import { contractPeriod, facilityTwice, notAFacility } from './refusals.js';

@InputType({ description: 'What an organisation is as a health facility.' })
export class HealthFacilityInput {
  @Field(() => String, { description: 'Code of the organisation, which has the role `health-facility`.' })
  @MinLength(1)
  @MaxLength(100)
  organisationCode!: string;

  @Field(() => FacilityLevel, { description: 'What it is able to do.' })
  level!: FacilityLevel;

  @Field(() => CareType, { defaultValue: CareType.BOTH, description: 'Whether its patients stay.' })
  care!: CareType;

  @Field(() => LocalDate, { description: 'First day of its contract.' })
  contractFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it has none.' })
  contractTo?: string | null;
}

@InputType({ description: 'Health facilities.' })
export class HealthFacilitiesRegisterInput extends IdempotentInput {
  @Field(() => [HealthFacilityInput], { description: 'The facilities, at most 1000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  facilities!: HealthFacilityInput[];
}

async function writeFacilities(ctx: TxContext, facilities: readonly HealthFacilityInput[]): Promise<Written> {
  checkTwice(facilities.map(({ organisationCode }) => organisationCode), (at, code) => facilityTwice(`facilities.${at}.organisationCode`, { code }));
  const late = facilities.flatMap(({ contractFrom, contractTo }, at) => (contractTo && contractTo <= contractFrom ? [contractPeriod(`facilities.${at}.contractTo`)] : []));
  if (late.length > 0) refuse(...late);
  const { rows: organisations } = await ask<{ code: string; fit: boolean }>(ctx, sql`
    select o.code, exists (select from people.organisation_role r where r.organisation_id = o.id and r.role = 'health-facility') as fit
    from people.organisation o where o.code = any(${facilities.map(({ organisationCode }) => organisationCode)}::text[]) and ${inPlacesOf(ctx, sql`o.place_id`)} and ${inOrganisationsOf(ctx, sql`o.id`)}`);
  const found = new Map(organisations.map(({ code, fit }) => [code, fit]));
  const problems = facilities.flatMap(({ organisationCode: code }, at) => {
    const path = `facilities.${at}.organisationCode`;
    return found.get(code) === undefined ? [organisationNotFound(path, { code })] : found.get(code) ? [] : [notAFacility(path, { code })];
  });
  if (problems.length > 0) refuse(...problems);
  const { rows } = await ctx.tx.query<{ added: boolean }>(
    `insert into health_insurance.facility as f (organisation_id, level, care, contract_from, contract_to)
     select o.id, g.level, g.care, g."contractFrom", g."contractTo" from jsonb_to_recordset($1) as g ("organisationCode" text, level text, care text, "contractFrom" date, "contractTo" date) join people.organisation o on o.code = g."organisationCode" order by o.id
     on conflict (organisation_id) do update set (level, care, contract_from, contract_to) = (excluded.level, excluded.care, excluded.contract_from, excluded.contract_to)
     where (f.level, f.care, f.contract_from, f.contract_to) is distinct from (excluded.level, excluded.care, excluded.contract_from, excluded.contract_to)
     returning f.xmax = 0 as added`, [JSON.stringify(facilities)]);
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added, unchanged: facilities.length - rows.length };
}

@Resolver()
export class RegisterFacilities {
  @Mutation(() => RegisteredPayload, { description: 'Says what organisations are as health facilities; what was said before is replaced.' })
  @Requires('health-insurance.facilities.manage')
  healthFacilitiesRegister(@Arg('input', () => HealthFacilitiesRegisterInput, { description: 'The facilities.' }) input: HealthFacilitiesRegisterInput, @Ctx() ctx: Context): Promise<RegisteredPayload> {
    return write<RegisteredPayload, HealthFacilitiesRegisterInput>(ctx, { operation: 'healthFacilitiesRegister', input }, (tx, { facilities }) => writeFacilities(tx, facilities));
  }
}
