import { Decimal, Field, GraphQLString, Int, ManyToOne, MoneyField, Privacy, Property, Resource, sql, SqlField, trusted, Versioned, type Rel } from '@kinga/plugin-sdk';
import { HealthService } from '../registers/service.js';
import { Claim } from './claim.js';
import { care } from './masked-care.js';
import { byClaim, ofTheClaim } from './scope.js';

@Resource({
  description: 'One line of a claim: a service or an item, how much of it and for which price each.',
  table: 'health_insurance.claim_line',
  prefix: 'claim_line',
  read: 'health-insurance.claims.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim'],
})
export class ClaimLine extends Versioned {
  @Field(() => Claim, { description: 'Of which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => Int, { description: 'Where it stands, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Privacy(care)
  @ManyToOne(() => HealthService, { fieldName: 'service_id', type: 'uuid' })
  service!: Rel<HealthService>;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Code of the service or item.', sql: ({ service }) => sql`(select s.code from health_insurance.service s where s.id = ${service ?? trusted('null')})` })
  serviceCode!: string | null;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Its name.', sql: ({ service }) => sql`(select s.name from health_insurance.service s where s.id = ${service ?? trusted('null')})` })
  serviceName!: string | null;

  @Field(() => Decimal, { description: 'How much of it is asked for.' })
  @Property({ type: 'numeric' })
  quantity!: string;

  @Property({ type: 'numeric', fieldName: 'price' })
  priceAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'priceAmount', currency: 'currency', description: 'What is asked for each.' })
  price!: unknown;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'What the facility adds in words.' })
  @Property({ type: 'text', nullable: true })
  explanation!: string | null;

  @Privacy(care)
  @Property({ type: 'jsonb', nullable: true })
  parts!: unknown;
}
