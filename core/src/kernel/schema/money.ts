import { Field, ObjectType } from 'type-graphql';
import { Decimal } from './scalars.js';

/** An amount and its currency, as resolvers answer it. In resources it is read from two columns by `@MoneyField`. */
@ObjectType('Money', { description: 'An exact amount in a currency.' })
export class MoneyValue {
  @Field(() => Decimal, { description: "In the currency's main unit, with its own number of decimals." })
  readonly amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  constructor(amount: string, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}
