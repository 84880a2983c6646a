import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import { write } from '../kernel/write/write.js';
import { changedMeanwhile } from '../people/persons/refusals.js';
import { programmeProblems } from './check-programme.js';
import { ProgrammeCreatePayload } from './create-programme.js';
import { programmeUpdated } from './events.js';
import { lockProgramme } from './lock-programme.js';
import { ProgrammeFieldsInput } from './programme-input.js';
import { Programme } from './programme.js';
import { textsFrom } from './texts.js';

@InputType({ description: 'Changes to what is said of a programme. What is left out stays as it is; null clears it.' })
export class ProgrammeUpdateInput extends ProgrammeFieldsInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  name?: string | null;
}

const COLUMNS = {
  benefitType: 'benefit_type', legalBasis: 'legal_basis', iloFunction: 'ilo_function', contributory: 'contributory', meansTested: 'means_tested',
  budget: 'budget', places: 'places', calendarId: 'calendar_id', endsOn: 'ends_on',
} as const;

@Resolver()
export class UpdateProgramme {
  @Mutation(() => ProgrammeCreatePayload, { description: 'Changes what is said of a programme. Its code, scheme, target and currency stay: its rules rely on them.' })
  @Requires('programmes.programmes.manage')
  programmeUpdate(@Arg('input', () => ProgrammeUpdateInput, { description: 'What changes.' }) input: ProgrammeUpdateInput, @Ctx() ctx: Context): Promise<ProgrammeCreatePayload> {
    return write<ProgrammeCreatePayload, ProgrammeUpdateInput>(ctx, { operation: 'programmeUpdate', input }, async (tx, given) => {
      const programme = await lockProgramme(tx, given.id, 'id');
      if (programme.version !== given.version) refuse(changedMeanwhile('version', { version: programme.version }));
      const problems = await programmeProblems(tx, { ...programme, startsOn: programme.starts_on }, given);
      if (problems.length > 0) refuse(...problems);
      const changes: Record<string, unknown> = {
        ...(given.name && { name: given.name }),
        ...(given.names !== undefined && { names: JSON.stringify(textsFrom(given.names)) }),
        ...Object.fromEntries(Object.entries(COLUMNS).flatMap(([field, column]) => (given[field as keyof typeof COLUMNS] === undefined ? [] : [[column, given[field as keyof typeof COLUMNS]]]))),
      };
      const columns = Object.keys(changes);
      if (columns.length > 0) {
        await tx.tx.query(`update programmes.programme set ${columns.map((column, index) => `${column} = $${index + 2}`).join(', ')} where id = $1`, [given.id, ...Object.values(changes)]);
        await publish(tx, programmeUpdated, { id: given.id });
      }
      return { programme: { id: given.id } };
    });
  }
}
