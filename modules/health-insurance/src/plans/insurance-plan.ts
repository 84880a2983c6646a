import { byProgramme, Connection, Field, GraphQLString, ManyToOne, Place, Programme, Resource, sql, SqlField, trusted, Versioned, type Rel } from '@kinga/plugin-sdk';
import { InsurancePlanVersion } from './insurance-plan-version.js';

@Resource({
  description: 'A health insurance that households can take out: a programme of the scheme, with its versions.',
  table: 'health_insurance.plan',
  prefix: 'insurance_plan',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'insurancePlan',
  many: 'insurancePlans',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class InsurancePlan extends Versioned {
  @Field(() => Programme, { description: 'The programme, which has its name, its currency, its rules and its accounts.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @SqlField(() => GraphQLString, { description: 'Code of the programme.', sql: (t) => sql`(select p.code from programmes.programme p where p.id = ${t['programme'] ?? trusted('null')})` })
  code!: string;

  @Field(() => Place, { nullable: true, description: 'Where it is offered; everywhere where null.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => InsurancePlan, { nullable: true, description: 'The plan that its policies are renewed into; itself where null.' })
  @ManyToOne(() => InsurancePlan, { nullable: true, fieldName: 'converts_to_id', type: 'uuid' })
  convertsTo!: Rel<InsurancePlan> | null;

  @Connection(() => InsurancePlanVersion, { mappedBy: 'plan', description: 'Its versions.' })
  versions!: unknown;
}
