import { join, sql, type Sql } from '../../kernel/read/sql.js';
import { limitLookUps } from '../../people/persons/identifiers/limit-look-ups.js';
import { personsOfAll, personsOfMost, type Candidate } from './candidates.js';
import { namesOf } from './names-of.js';
import { numberLookUps, type Numbered } from './numbers.js';
import { MatchedField, type PersonHit, type PersonMatch, type PersonSearchResult } from './person-hit.js';
import { rank, type Ranked } from './rank.js';
import type { Box } from './read-box.js';
import { run, type Searching } from './run.js';
import { entriesOf } from './scope.js';
import { meantWords, nearWords, type AskedWord, type NearWord } from './words.js';

/** Whether the best is good enough not to look farther. */
const GOOD = 0.8;

/**
 * The persons that a text may mean, the best match first. However many are found, the statements are persons by numbers, words, persons by
 * words, the last two again where the text is far from every name, and the names of those who are told.
 */
export async function searchPersons(ctx: Searching, box: Box, first: number): Promise<PersonSearchResult> {
  const scope = entriesOf(ctx);
  const lookUps = numberLookUps(ctx, box, scope);
  if (ctx.actor.permissions.has('people.identifiers.read')) await limitLookUps(ctx, box.numbers.length);
  const numbered = lookUps.length > 0 ? await run<Numbered>(ctx, join(lookUps, ' union all ')) : [];
  const { asked, candidates } = await byName(ctx, box, scope, numbered);
  const ranked = rank([...numbered, ...candidates], asked, box.year);
  const found = withNumbers(ranked, numbered, box).slice(0, first);
  const names = await namesOf(ctx, found);
  return {
    compared: ranked.length,
    nodes: found.map((one): PersonHit => ({ person: { id: one.id }, score: Math.round(one.score * 1000) / 1000, matches: matchesOf(one, names.get(one.id) ?? [], numbered, box) })),
  };
}

async function byName(ctx: Searching, box: Box, scope: Sql, numbered: readonly Numbered[]): Promise<{ readonly asked: readonly AskedWord[]; readonly candidates: readonly Candidate[] }> {
  if (box.names === '') return { asked: [], candidates: [] };
  const asked = meantWords(await run<NearWord>(ctx, nearWords(box.names, false)));
  const all = personsOfAll(asked, scope, box.year);
  const candidates = all ? await run<Candidate>(ctx, all) : [];
  if (numbered.length > 0 || (rank(candidates, asked)[0]?.score ?? 0) >= GOOD) return { asked, candidates };
  const farther = meantWords(await run<NearWord>(ctx, nearWords(box.names, true)));
  const more = [personsOfAll(farther, scope, box.year), personsOfMost(farther, scope)].filter((piece) => piece !== undefined);
  if (more.length === 0) return { asked: farther, candidates };
  return { asked: farther, candidates: [...candidates, ...(await run<Candidate>(ctx, join(more.map((piece) => sql`(${piece})`), ' union all ')))] };
}

/** A number counts as much as a name where both were given. */
function withNumbers(ranked: readonly Ranked[], numbered: readonly Numbered[], box: Box): readonly Ranked[] {
  if (box.numbers.length === 0) return ranked;
  const parts = new Map<string, number>();
  for (const { id, part } of numbered) parts.set(id, Math.max(part, parts.get(id) ?? 0));
  const half = box.names === '' ? 0 : 0.5;
  return ranked.map((one) => ({ ...one, score: half * one.score + (1 - half) * (parts.get(one.id) ?? 0) })).toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function matchesOf(one: Ranked, names: readonly string[], numbered: readonly Numbered[], box: Box): PersonMatch[] {
  const numbers = new Map(numbered.filter(({ id }) => id === one.id).map(({ field, value }) => [`${field} ${value}`, { field, value }]));
  return [
    ...names.map((value) => ({ field: MatchedField.NAME, value })),
    ...(one.sameYear ? [{ field: MatchedField.BIRTH_YEAR, value: String(box.year) }] : []),
    ...numbers.values(),
  ];
}
