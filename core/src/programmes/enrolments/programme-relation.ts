import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Resource } from '../../kernel/schema/resource.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { byProgramme, inProgrammesOf } from '../../people/scope.js';
import { programmesRelated } from '../events.js';
import { lockProgramme } from '../lock-programme.js';
import { Programme } from '../programme.js';
import { relationExists, relationNotFound } from './refusals.js';

/** What two programmes are to each other. */
export enum ProgrammeRelationKind {
  EXCLUSIVE = 'EXCLUSIVE',
  COMPLEMENTS = 'COMPLEMENTS',
}
registerEnumType(ProgrammeRelationKind, {
  name: 'ProgrammeRelationKind',
  description: 'What two programmes are to each other.',
  valuesConfig: {
    EXCLUSIVE: { description: 'Nobody is in both: neither themselves, nor by their household or somebody in it.' },
    COMPLEMENTS: { description: 'Only who is in the other, themselves or by their household, is enrolled in this one.' },
  },
});

@Resource({
  description: 'What two programmes are to each other.',
  table: 'programmes.programme_relation',
  prefix: 'programme_relation',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  many: 'programmeRelations',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class ProgrammeRelation extends Versioned {
  @Field(() => Programme, { description: 'Which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Programme, { nullable: true, description: 'The other one.' })
  @ManyToOne(() => Programme, { fieldName: 'other_id', type: 'uuid' })
  other!: Rel<Programme>;

  @Field(() => ProgrammeRelationKind, { description: 'What it is to the other.' })
  @Property({ type: 'text' })
  kind!: ProgrammeRelationKind;
}

@InputType({ description: 'Two programmes, and what they are to each other.' })
export class ProgrammeRelationAddInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  programmeId!: string;

  @Ref(() => Programme, { description: 'The other one.' })
  otherId!: string;

  @Field(() => ProgrammeRelationKind, { description: 'What it is to the other.' })
  kind!: ProgrammeRelationKind;
}

@InputType({ description: 'A relation of programmes that is no longer.' })
export class ProgrammeRelationRemoveInput extends IdempotentInput {
  @Ref(() => ProgrammeRelation, { description: 'Which relation.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations on relations of programmes.' })
export class ProgrammeRelationPayload extends Payload {
  @Field(() => ProgrammeRelation, { nullable: true, description: 'The relation; null where it was removed.' })
  programmeRelation?: { readonly id: string };
}

@Resolver()
export class ChangeProgrammeRelations {
  @Mutation(() => ProgrammeRelationPayload, { description: 'Lays down what two programmes are to each other. Whoever is enrolled already stays.' })
  @Requires('programmes.programmes.manage')
  programmeRelationAdd(@Arg('input', () => ProgrammeRelationAddInput, { description: 'The two.' }) input: ProgrammeRelationAddInput, @Ctx() ctx: Context): Promise<ProgrammeRelationPayload> {
    const constraints = { programme_relation_once: relationExists('otherId'), programme_relation_not_itself: relationExists('otherId') };
    return write<ProgrammeRelationPayload, ProgrammeRelationAddInput>(ctx, { operation: 'programmeRelationAdd', input, constraints }, async (tx, { programmeId, otherId, kind }) => {
      await lockProgramme(tx, programmeId, 'programmeId');
      await lockProgramme(tx, otherId, 'otherId');
      const { rows: [added] } = await tx.tx.query<{ id: string }>('insert into programmes.programme_relation (programme_id, other_id, kind) values ($1, $2, $3) returning id', [programmeId, otherId, kind]);
      await publish(tx, programmesRelated, { programme: programmeId, other: otherId, kind });
      return { programmeRelation: { id: added?.id ?? '' } };
    });
  }

  @Mutation(() => ProgrammeRelationPayload, { description: 'Takes back what two programmes are to each other.' })
  @Requires('programmes.programmes.manage')
  programmeRelationRemove(@Arg('input', () => ProgrammeRelationRemoveInput, { description: 'Which.' }) input: ProgrammeRelationRemoveInput, @Ctx() ctx: Context): Promise<ProgrammeRelationPayload> {
    return write<ProgrammeRelationPayload, ProgrammeRelationRemoveInput>(ctx, { operation: 'programmeRelationRemove', input }, async (tx, { id }) => {
      const { rows: [gone] } = await ask<{ programme_id: string; other_id: string }>(tx, sql`delete from programmes.programme_relation r where r.id = ${id}::uuid and ${inProgrammesOf(tx, sql`r.programme_id`)} returning programme_id, other_id`);
      if (!gone) refuse(relationNotFound('id'));
      else await publish(tx, programmesRelated, { programme: gone.programme_id, other: gone.other_id, kind: null });
      return {};
    });
  }
}
