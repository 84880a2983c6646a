import { sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { checkPersons } from '../people/persons/details.js';
import { placeNotFound } from '../people/places/refusals.js';
import { inPlacesOf, inProgrammesOf } from '../people/scope.js';
import { programmeNotFound } from '../programmes/refusals.js';
import { checkSecrecy } from './check-secrecy.js';
import { categoriesOf, channelsOf } from './code-lists.js';
import type { Contested } from './contested.js';
import type { GrievanceReceiveInput } from './receive-grievance.js';
import { codeUnknown, complainantWrong, receivedInFuture } from './refusals.js';
import { Complainant, type GrievanceConfidentiality } from './states.js';

/** What a grievance is recorded with. Ids are UUIDs. */
export interface Received {
  readonly against: readonly string[];
  readonly confidentiality: GrievanceConfidentiality;
  readonly day: string;
  readonly place: string | null;
  readonly person: string | null;
  readonly programme: string | null;
}

/** Refuses codes that a list has not. */
export function checkCode(list: string, known: ReadonlyMap<string, unknown>, code: string, path: string): void {
  if (!known.has(code)) refuse(codeUnknown(path, { list, code, known: [...known.keys()].join(', ') }));
}

function checkComplainant({ complainant, personId, complainantName, contact }: GrievanceReceiveInput): void {
  const wrong = {
    [Complainant.PERSON]: !personId && !complainantName,
    [Complainant.REPRESENTATIVE]: !complainantName,
    [Complainant.ANONYMOUS]: Boolean(personId ?? complainantName ?? contact),
  };
  if (wrong[complainant]) refuse(complainantWrong('complainant'));
}

/** Checks what is said of a grievance, and says what it lacks by what it is about. */
export async function checkReceived(ctx: TxContext, given: GrievanceReceiveInput, about: Contested): Promise<Received> {
  checkCode('category', categoriesOf(ctx), given.category, 'category');
  checkCode('channel', channelsOf(ctx), given.channel, 'channel');
  checkComplainant(given);
  const day = given.receivedOn ?? ctx.today;
  if (day > ctx.today) refuse(receivedInFuture('receivedOn', { day, today: ctx.today }));
  if (given.personId) await checkPersons(ctx, [{ id: given.personId, path: 'personId' }]);
  const { against, confidentiality } = await checkSecrecy(ctx, { category: given.category, confidentiality: given.confidentiality, against: given.against ?? [] });
  // Whoever does not say who they are is not found out by what they complain of.
  const person = given.personId ?? (given.complainant === Complainant.ANONYMOUS ? null : about.person);
  return { against, confidentiality, day, person, place: await placeOf(ctx, given, about, person), programme: about.programme ?? (await programmeOf(ctx, given)) };
}

async function placeOf(ctx: TxContext, { placeCode }: GrievanceReceiveInput, about: Contested, person: string | null): Promise<string | null> {
  if (!placeCode) return about.place ?? (await ctx.tx.query<{ place: string | null }>('select place_id as place from people.person where id = $1', [person])).rows[0]?.place ?? null;
  const { rows: [place] } = await ask<{ id: string }>(ctx, sql`select p.id from people.place p where p.code = ${placeCode} and ${inPlacesOf(ctx, sql`p.id`)}`);
  return place?.id ?? refuse(placeNotFound('placeCode'));
}

async function programmeOf(ctx: TxContext, { programmeId }: GrievanceReceiveInput): Promise<string | null> {
  if (!programmeId) return null;
  const { rowCount } = await ask(ctx, sql`select 1 from programmes.programme p where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  return rowCount ? programmeId : refuse(programmeNotFound('programmeId'));
}
