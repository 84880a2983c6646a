import {
  answerQuery, Arg, ask, badInput, byPerson, Ctx, decodeId, Field, ID, inProgrammesOf, inScope, Int, MoneyValue, noteRead, ObjectType, Query, refuse, Requires, Resolver, sql, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { PensionAward } from '../awards/award.js';
import { indexationNotFound } from './refusals.js';

const MOST = 100;

@ObjectType({ description: 'What an indexation makes of a pension.' })
export class PensionIndexationEffect {
  @Field(() => PensionAward, { nullable: true, description: 'Which pension.' })
  award!: { readonly id: string };

  @Field(() => MoneyValue, { description: 'What it is worth a month on the first day of the indexation without it.' })
  before!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What it is worth a month with it.' })
  after!: MoneyValue;
}

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly currency: string;
  readonly before: string;
  readonly after: string;
}

async function effects(ctx: TxContext, id: string, first: number, after: string): Promise<readonly Row[]> {
  const { rowCount } = await ask(ctx, sql`select from pensions.indexation i where i.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`i.programme_id`)}`);
  if (!rowCount) refuse(indexationNotFound('indexationId'));
  return (await ask<Row>(ctx, sql`
    select a.id, a.person_id, a.currency, w.amount::text as before, pensions.share_of(pensions.raised(w.base, i), w.above, w.share, i.digits)::text as after
    from pensions.indexation i join pensions.award a on a.programme_id = i.programme_id and pensions.raises(i, a.kind, a.from_day, a.last_day)
    cross join lateral (select coalesce(s.whole, s.amount) as base, s.amount, s.share, s.above from pensions.award_step s
      where s.award_id = a.id and s.from_day <= i.from_day and s.indexation_id is distinct from i.id order by s.from_day desc, s.number desc limit 1) w
    where i.id = ${id}::uuid and a.id > ${after}::uuid and ${inScope(ctx, byPerson('person'), { person: sql`a.person_id` })} order by a.id limit ${first}::int`)).rows;
}

@Resolver()
export class IndexationEffects {
  @Query(() => [PensionIndexationEffect], { description: 'Whom an indexation raises and from what to what, by the pensions as they are: before it is decided on, and afterwards. In the order of ids, at most 100 at once.' })
  @Requires('pensions.awards.read')
  async pensionIndexationEffects(
    @Arg('indexationId', () => ID, { description: 'Which indexation.' }) indexationId: string,
    @Arg('first', () => Int, { defaultValue: 25, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => ID, { nullable: true, description: 'Those after a pension, by its id; from the first on where left out.' }) after: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly PensionIndexationEffect[]> {
    const [id, from] = [decodeId(indexationId), after ? decodeId(after) : { prefix: 'award', uuid: '00000000-0000-0000-0000-000000000000' }];
    if (id?.prefix !== 'indexation' || from?.prefix !== 'award' || first < 1 || first > MOST) throw badInput(`indexationId is the id of an indexation, after that of a pension, and first is 1 to ${MOST}.`);
    const rows = await answerQuery(ctx, (tx) => effects(tx, id.uuid, first, from.uuid));
    await noteRead(ctx, { fields: ['PensionIndexationEffect.before', 'PensionIndexationEffect.after'], subjects: rows.map(({ person_id }) => person_id) });
    return rows.map((row) => ({ award: { id: row.id }, before: new MoneyValue(row.before, row.currency), after: new MoneyValue(row.after, row.currency) }));
  }
}
