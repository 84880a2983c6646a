import {
  Arg, ArrayMaxSize, ArrayMinSize, Ctx, Decimal, Field, IdempotentInput, InputType, LocalDate, MaxLength, MinLength, Mutation, Requires, Resolver, TakesMuch, ValidateNested, write, type Context,
} from '@kinga/plugin-sdk';
import { RegisteredPayload } from './registered.js';
import { writePrices } from './write-prices.js';

@InputType({ description: 'That a service stands on a list, and at which price.' })
export class PriceInput {
  @Field(() => String, { description: 'Code of the service.' })
  @MinLength(1)
  @MaxLength(40)
  serviceCode!: string;

  @Field(() => Decimal, { nullable: true, description: 'What one of it costs; that of the register where left out.' })
  unitPrice?: string | null;
}

@InputType({ description: 'Prices from a day on.' })
export class PricesSetInput extends IdempotentInput {
  @Field(() => String, { description: 'Code of the price list.' })
  @MinLength(1)
  @MaxLength(40)
  listCode!: string;

  @Field(() => LocalDate, { description: 'The day from which they hold. What the list says of these services before it stays; what it says from then on is replaced.' })
  from!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which they no longer hold; null while no end is set.' })
  to?: string | null;

  @Field(() => [PriceInput], { description: 'The prices, at most 2000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  prices!: PriceInput[];
}

@Resolver()
export class SetPrices {
  @Mutation(() => RegisteredPayload, { description: 'Puts services on a price list from a day on, each at a price.' })
  @Requires('health-insurance.registers.manage')
  @TakesMuch()
  pricesSet(@Arg('input', () => PricesSetInput, { description: 'Where, from when, and what.' }) input: PricesSetInput, @Ctx() ctx: Context): Promise<RegisteredPayload> {
    return write<RegisteredPayload, PricesSetInput>(ctx, { operation: 'pricesSet', input }, (tx, given) => writePrices(tx, given, (at) => `prices.${at}.`));
  }
}
