import { Field, GraphQLString, Int, ManyToOne, Privacy, Property, Resource, sql, SqlField, trusted, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Diagnosis } from '../registers/diagnosis.js';
import { Claim } from './claim.js';
import { care } from './masked-care.js';
import { byClaim, ofTheClaim } from './scope.js';

@Resource({
  description: 'A diagnosis of a claim beside the main one.',
  table: 'health_insurance.claim_diagnosis',
  prefix: 'claim_diagnosis',
  read: 'health-insurance.claims.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim'],
})
export class ClaimDiagnosis extends Versioned {
  @Field(() => Claim, { description: 'The claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => Int, { description: 'Where it stands, from 1 to 4.' })
  @Property({ type: 'integer' })
  position!: number;

  @Privacy(care)
  @ManyToOne(() => Diagnosis, { fieldName: 'diagnosis_id', type: 'uuid' })
  diagnosis!: Rel<Diagnosis>;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Its code.', sql: ({ diagnosis }) => sql`(select d.code from health_insurance.diagnosis d where d.id = ${diagnosis ?? trusted('null')})` })
  code!: string | null;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Its name.', sql: ({ diagnosis }) => sql`(select d.name from health_insurance.diagnosis d where d.id = ${diagnosis ?? trusted('null')})` })
  name!: string | null;
}
