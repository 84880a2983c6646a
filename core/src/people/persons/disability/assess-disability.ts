import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { checkPersons, insertDetails } from '../details.js';
import { disabilityAssessed } from '../events.js';
import { Person } from '../person.js';
import { dayInFuture } from '../refusals.js';
import { Disability, Functioning, functioning } from './disability.js';

@InputType({ description: 'Answers to the Washington Group Short Set on Functioning.' })
export class PersonDisabilityAssessInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Who was asked about.' })
  personId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day of the assessment; today where left out.' })
  on?: string | null;

  @Privacy(functioning)
  @Field(() => Functioning, { description: 'Do you have difficulty seeing, even if wearing glasses?' })
  seeing!: Functioning;

  @Privacy(functioning)
  @Field(() => Functioning, { description: 'Do you have difficulty hearing, even if using a hearing aid?' })
  hearing!: Functioning;

  @Privacy(functioning)
  @Field(() => Functioning, { description: 'Do you have difficulty walking or climbing steps?' })
  walking!: Functioning;

  @Privacy(functioning)
  @Field(() => Functioning, { description: 'Do you have difficulty remembering or concentrating?' })
  remembering!: Functioning;

  @Privacy(functioning)
  @Field(() => Functioning, { description: 'Do you have difficulty with self-care, such as washing all over or dressing?' })
  selfCare!: Functioning;

  @Privacy(functioning)
  @Field(() => Functioning, { description: 'Using your usual language, do you have difficulty communicating, for example understanding or being understood?' })
  communicating!: Functioning;
}

@ObjectType({ description: 'Answer of `personDisabilityAssess`.' })
export class PersonDisabilityPayload extends Payload {
  @Field(() => Disability, { nullable: true, description: 'The assessment.' })
  assessment?: { readonly id: string };
}

@Resolver()
export class AssessDisability {
  @Mutation(() => PersonDisabilityPayload, { description: 'Records an assessment of functioning by the Washington Group Short Set. A correction is a new assessment.' })
  @Requires('people.disability.assess')
  personDisabilityAssess(@Arg('input', () => PersonDisabilityAssessInput, { description: 'Who, and the answers.' }) input: PersonDisabilityAssessInput, @Ctx() ctx: Context): Promise<PersonDisabilityPayload> {
    return write<PersonDisabilityPayload, PersonDisabilityAssessInput>(ctx, { operation: 'personDisabilityAssess', input }, async (tx, { personId, on, seeing, hearing, walking, remembering, selfCare, communicating }) => {
      const day = on ?? tx.today;
      if (day > tx.today) refuse(dayInFuture('on', { day, today: tx.today }));
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      const id = uuidv7();
      await insertDetails(tx, 'people.disability', [{
        id, person_id: personId, assessed_on: day, seeing, hearing, walking, remembering, self_care: selfCare, communicating, assessed_by: tx.actor.id,
      }]);
      await publish(tx, disabilityAssessed, { id, person: personId });
      return { assessment: { id } };
    });
  }
}
