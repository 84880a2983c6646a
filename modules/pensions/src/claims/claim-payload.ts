import { Field, ObjectType, Payload } from '@kinga/plugin-sdk';
import { PensionClaim } from './claim.js';

@ObjectType({ description: 'Answer of mutations about claims.' })
export class PensionClaimPayload extends Payload {
  @Field(() => PensionClaim, { nullable: true, description: 'The claim as it stands now.' })
  claim?: { readonly id: string };
}
