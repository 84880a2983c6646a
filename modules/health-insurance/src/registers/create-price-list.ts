import { Arg, Ctx, Field, IdempotentInput, InputType, MaxLength, MinLength, Mutation, ObjectType, Payload, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { PriceList } from './price-list.js';
import { priceListTaken } from './refusals.js';

@InputType({ description: 'A price list.' })
export class PriceListCreateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @MinLength(1)
  @MaxLength(40)
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;
}

@ObjectType({ description: 'Answer of `priceListCreate`.' })
export class PriceListPayload extends Payload {
  @Field(() => PriceList, { nullable: true, description: 'The price list.' })
  priceList?: { readonly id: string };
}

@Resolver()
export class CreatePriceList {
  @Mutation(() => PriceListPayload, { description: 'Makes an empty price list.' })
  @Requires('health-insurance.registers.manage')
  priceListCreate(@Arg('input', () => PriceListCreateInput, { description: 'The list.' }) input: PriceListCreateInput, @Ctx() ctx: Context): Promise<PriceListPayload> {
    return write<PriceListPayload, PriceListCreateInput>(ctx, { operation: 'priceListCreate', input, constraints: { price_list_code_key: priceListTaken('code') } }, async (tx, { code, name }) => {
      const { rows: [priceList] } = await tx.tx.query<{ id: string }>('insert into health_insurance.price_list (code, name) values ($1, $2) returning id', [code, name]);
      return priceList ? { priceList } : {};
    });
  }
}
