import { execute, parse, validate } from 'graphql';
import type { Context } from '../../kernel/context.js';
import type { JobControl } from '../../kernel/jobs/define-job.js';
import { defineModule } from '../../kernel/module/define-module.js';
import { answering } from '../../kernel/server/execute.js';
import { startTestPlatform, type TestPlatform } from '../../testing/index.js';
import { paymentChannels, type PaymentChannel } from '../payment-channel.js';

export const TODAY = '2026-03-01';

export type World = Pick<TestPlatform, 'platform' | 'pool' | 'statementsOf' | 'stop'>;

/** A platform of core's modules over a database of its own; `channels` are contributed to it. */
export async function startWorld(options: { readonly channels?: Readonly<Record<string, PaymentChannel>>; readonly settings?: object; readonly workers?: boolean } = {}): Promise<TestPlatform> {
  const channels = defineModule(
    { name: 'test-channels', version: '1.0.0', kinga: { id: 'test-channels', requires: { transactions: '*' } } },
    { description: 'Channels of a test', contributes: Object.entries(options.channels ?? {}).map(([name, channel]) => paymentChannels.contribute(name, channel)) },
  );
  const settings = options.settings ? { transactions: options.settings } : {};
  return startTestPlatform({ modules: [channels], settings, workers: options.workers ?? false, today: TODAY });
}

/** Somebody with a role; `name` tells two of the same role apart. */
export function as(world: World, role: string, name = role, places: readonly string[] | null = null): Context {
  return world.platform.context({ actor: world.platform.actorOf({ id: `${name}@example.org`, roles: [role], places }) });
}

/** Answers a document as the server would; faults are thrown. */
export async function run<T = Record<string, never>>(ctx: Context, source: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { platform } = ctx;
  const document = parse(source);
  const problems = validate(platform.schema, document);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  const fresh = platform.context({ actor: ctx.actor, today: ctx.today, locale: ctx.locale });
  const server = answering(platform);
  const settled = server.permit(fresh, document, variables);
  const written = await server.answer(settled, document, undefined, variables);
  if (written) return JSON.parse(written.json) as T;
  const result = await execute({ schema: platform.schema, document, contextValue: settled, variableValues: variables });
  if (result.errors) throw result.errors[0]?.originalError ?? result.errors[0] ?? new Error('no answer');
  return JSON.parse(JSON.stringify(result.data)) as T;
}

/** Progress that nobody looks at. */
export const unseen: JobControl = { progress: async () => undefined };

let programmes = 0;

/** A programme that owes the amounts given, each to a person of its own, in the place given. */
export async function owing(world: World, amounts: readonly string[], options: { readonly currency?: string; readonly place?: string; readonly dueOn?: string } = {}): Promise<string> {
  programmes += 1;
  const { rows } = await world.pool.query<{ id: string }>(
    `insert into programmes.programme (id, code, name, scheme, target, currency, starts_on)
     values (kernel.uuid7(), $1, 'Cash', 'test', 'PERSON', $2, '2020-01-01') returning id`,
    [`CASH${programmes}`, options.currency ?? 'GHS'],
  );
  const id = rows[0]?.id ?? '';
  await owe(world, id, amounts, options);
  return id;
}

/** Further entitlements of a programme, for further persons. */
export async function owe(world: World, programme: string, amounts: readonly string[], options: { readonly place?: string; readonly dueOn?: string } = {}): Promise<void> {
  await world.pool.query(
    `with given as materialized (
       select kernel.uuid7() as person, kernel.uuid7() as enrolment, amount, n from unnest($2::text[]) with ordinality as t(amount, n)),
     p as (insert into people.person (id, given_name, family_name, sex, place_id) select person, 'Ama', 'Mensah ' || n, 'FEMALE', $3::uuid from given),
     e as (insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on) select enrolment, $1::uuid, person, $3::uuid, 'ENROLLED', '2026-01-01' from given)
     insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
     select kernel.uuid7(), $1::uuid, enrolment, person, $3::uuid, '2026-01-01', '2026-02-28', $4::date, amount::numeric, (select currency from programmes.programme where id = $1::uuid), 'TEST', '{}', '{}'
     from given`,
    [programme, amounts, options.place ?? null, options.dueOn ?? '2026-02-28'],
  );
}

/** Further entitlements of persons to whom a programme owes something already, each for a period before all of theirs: from the person `from` on (0 is the first) one to each, and round again. */
export async function oweAgain(world: World, programme: string, amounts: readonly string[], from = 0): Promise<void> {
  for (const [index, amount] of amounts.entries()) {
    await world.pool.query(
      `with owed as (select e.enrolment_id, min(e.period_from) as period_from, row_number() over (order by e.enrolment_id) - 1 as n, count(*) over () as persons from programmes.entitlement e where e.programme_id = $1 group by e.enrolment_id)
       insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
       select kernel.uuid7(), e.programme_id, e.enrolment_id, e.payee_id, e.place_id, e.period_from - interval '2 months', e.period_from - 1, e.due_on, $2::numeric, e.currency, e.reason, e.facts, e.basis
       from owed join programmes.entitlement e on (e.enrolment_id, e.period_from) = (owed.enrolment_id, owed.period_from) where owed.n = $3::int % owed.persons`,
      [programme, amount, from + index],
    );
  }
}
