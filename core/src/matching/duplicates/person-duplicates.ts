import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { noteRead } from '../../kernel/audit/read-log.js';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { uuidOf } from '../../kernel/schema/ids.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import { run } from '../search/run.js';
import { DuplicateComparison, type Comparison } from './comparison.js';
import { DuplicateCandidate } from './duplicate-candidate.js';
import { PersonLikeInput, readLike } from './like.js';
import { duplicatesOf, type Asked } from './one-person-sql.js';
import { duplicatesSettings } from './settings.js';

const MOST = 50;

@ObjectType({ description: 'Somebody who may be the person that was asked about, and why it seems so.' })
export class PersonDuplicate {
  @Field(() => Person, { nullable: true, description: 'Who; null where the person went out of your sight meanwhile.' })
  person!: { readonly id: string } | null;

  @Field(() => Decimal, { description: 'The sum of the weights of `comparisons`: each point makes it twice as likely that both are one; at 0 it is as likely as not.' })
  score!: string;

  @Field(() => Decimal, { description: 'How likely they are one, from 0 to 1.' })
  probability!: string;

  @Field(() => [DuplicateComparison], { description: 'Field by field: how both agree, and what that says.' })
  comparisons!: readonly Comparison[];

  @Field(() => DuplicateCandidate, { nullable: true, description: 'What a search has made of the two before, and what somebody decided; null where no search has met them.' })
  candidate!: { readonly id: string } | null;
}

interface Row {
  readonly asked: string | null;
  readonly other: string | null;
  readonly score: string;
  readonly probability: string;
  readonly compared: readonly Comparison[];
  readonly candidate: string | null;
}

/** Those who may be the one that is asked about, and their reads noted; `undefined` where nobody sees whom it is asked of. */
async function tell(ctx: Context, whom: Asked, first: number): Promise<readonly PersonDuplicate[] | undefined> {
  if (first < 1 || first > MOST) throw badInput(`first must be from 1 to ${MOST}.`);
  const { proposeFrom } = duplicatesSettings(ctx);
  const rows = await run<Row>(ctx, duplicatesOf(ctx, whom, { least: Math.log2(proposeFrom / (1 - proposeFrom)), most: first }));
  const [asked] = rows;
  if (!asked) return undefined;
  const found = rows.flatMap(({ other, score, probability, compared, candidate }) => (other === null ? [] : [{
    person: { id: other }, score, probability, comparisons: compared, candidate: candidate === null ? null : { id: candidate },
  }]));
  await noteRead(ctx, { fields: ['PersonDuplicate.comparisons'], subjects: [...(asked.asked === null ? [] : [asked.asked]), ...found.map(({ person }) => person.id)] });
  return found;
}

@Resolver()
export class PersonDuplicates {
  @Query(() => [PersonDuplicate], {
    nullable: true,
    description: 'Persons whom you see and who may be this one, such as somebody who was just registered, the likeliest first: compared now, with the whole registry, as `duplicatesFind` would; before its first search of everybody by what is expected of any registry. Null where you see no such person.',
  })
  @Requires('matching.duplicates.read')
  async personDuplicates(
    @Arg('of', () => ID, { description: 'Whom to compare with everybody.' }) of: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many to tell; at most 50.' }) first: number,
    @Ctx() ctx: Context,
  ): Promise<readonly PersonDuplicate[] | null> {
    return (await tell(ctx, { id: uuidOf('person', of) }, first)) ?? null;
  }

  @Query(() => [PersonDuplicate], {
    description: 'Persons whom you see and who may be somebody who is not registered yet, the likeliest first: to be asked before registering anybody. Nothing of it is kept.',
  })
  @Requires('matching.duplicates.read')
  async personDuplicatesLike(
    @Arg('person', () => PersonLikeInput, { description: 'Whom to compare with everybody.' }) person: PersonLikeInput,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many to tell; at most 50.' }) first: number,
    @Ctx() ctx: Context,
  ): Promise<readonly PersonDuplicate[]> {
    return (await tell(ctx, await readLike(ctx, person), first)) ?? [];
  }
}
