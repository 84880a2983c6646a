import {
  Arg, ArrayMaxSize, ArrayMinSize, ask, Ctx, Field, IdempotentInput, InputType, inOrganisationsOf, inPlacesOf, LocalDate, MaxLength, MinLength, Mutation, refuse, Requires, Resolver, sql, write, type Context,
} from '@kinga/plugin-sdk';
import { priceListUnknown } from '../registers/refusals.js';
import { RegisteredPayload } from '../registers/registered.js';
import { facilityUnknown } from './refusals.js';

@InputType({ description: 'By which price list facilities go from a day on.' })
export class PriceListAssignInput extends IdempotentInput {
  @Field(() => String, { description: 'Code of the price list.' })
  @MinLength(1)
  @MaxLength(40)
  listCode!: string;

  @Field(() => [String], { description: 'Codes of the facilities, at most 1000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  facilityCodes!: string[];

  @Field(() => LocalDate, { description: 'The day from which they go by it. What holds then ends, what was planned for later goes.' })
  from!: string;
}

@Resolver()
export class AssignPriceList {
  @Mutation(() => RegisteredPayload, { description: 'Has facilities go by a price list from a day on.' })
  @Requires('health-insurance.facilities.manage')
  priceListAssign(@Arg('input', () => PriceListAssignInput, { description: 'Which list, which facilities, from when.' }) input: PriceListAssignInput, @Ctx() ctx: Context): Promise<RegisteredPayload> {
    return write<RegisteredPayload, PriceListAssignInput>(ctx, { operation: 'priceListAssign', input }, async (tx, { listCode, facilityCodes, from }) => {
      const { rows: [list] } = await tx.tx.query<{ id: string }>('select id from health_insurance.price_list where code = $1', [listCode]);
      if (!list) return refuse(priceListUnknown('listCode', { code: listCode }));
      const { rows: facilities } = await ask<{ id: string; code: string }>(tx, sql`
        select f.id, o.code from health_insurance.facility f join people.organisation o on o.id = f.organisation_id
        where o.code = any(${facilityCodes}::text[]) and ${inPlacesOf(tx, sql`o.place_id`)} and ${inOrganisationsOf(tx, sql`o.id`)} order by f.id for no key update of f`);
      const known = new Set(facilities.map(({ code }) => code));
      const missing = facilityCodes.flatMap((code, at) => (known.has(code) ? [] : [facilityUnknown(`facilityCodes.${at}`, { code })]));
      if (missing.length > 0) refuse(...missing);
      const ids = facilities.map(({ id }) => id);
      await tx.tx.query('delete from health_insurance.facility_price_list where facility_id = any($1) and valid_from >= $2::date', [ids, from]);
      const { rowCount } = await tx.tx.query('update health_insurance.facility_price_list set valid_to = $2::date where facility_id = any($1) and (valid_to is null or valid_to > $2::date)', [ids, from]);
      await tx.tx.query('insert into health_insurance.facility_price_list (facility_id, price_list_id, valid_from) select unnest($1::uuid[]), $2, $3::date', [ids, list.id, from]);
      return { added: ids.length - (rowCount ?? 0), changed: rowCount ?? 0, unchanged: 0 };
    });
  }
}
