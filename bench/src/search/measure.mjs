import { core } from '../core.mjs';
import { wordsOf } from './texts.mjs';

const SEARCH = 'query ($text: String!) { personSearch(text: $text, first: 5) { nodes { score person { id givenName familyName } } } }';

/**
 * Asks each text by the API, then sends the very statements that it sent again, by themselves; takes times of both.
 *
 * @param asked `{ platform, pool }`: a platform, and the pool that it was given
 */
export async function askAll({ platform, pool }, texts, places = null) {
  const { runOperation } = await core('kernel/server/run-operation.js');
  const actor = { id: 'bench', roles: [], places, organisations: null, programmes: null, permissions: new Set(['people.persons.read']) };
  const ask = async (text) => {
    const { data, errors } = await runOperation(platform.context({ actor }), SEARCH, { text });
    if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
    return data.personSearch.nodes;
  };
  for (const { text } of texts.slice(0, 50)) await ask(text);
  const answers = [];
  const times = { api: [], sql: [] };
  for (const asked of texts) {
    const { result: nodes, sent, took } = await recorded(pool, () => ask(asked.text));
    times.api.push(took);
    const start = performance.now();
    for (const args of sent) await pool.query(...args);
    times.sql.push(performance.now() - start);
    answers.push({ ...asked, statements: sent.length, names: nodes.map(({ person }) => wordsOf(`${person.givenName} ${person.familyName}`)), ids: nodes.map(({ person }) => person.id) });
  }
  return { answers, api: percentiles(times.api), sql: percentiles(times.sql) };
}

/** Does work and tells the statements that it sent, and how long it took. */
export async function recorded(pool, work) {
  const sent = [];
  const query = pool.query;
  pool.query = (...args) => {
    sent.push(args);
    return query.apply(pool, args);
  };
  try {
    const start = performance.now();
    const result = await work();
    return { result, sent, took: performance.now() - start };
  } finally {
    pool.query = query;
  }
}

/** Times a statement for each of some values. */
export async function timeEach(pool, text, values) {
  const times = [];
  const rows = [];
  for (const each of values) {
    const start = performance.now();
    rows.push((await pool.query(text, [each])).rows);
    times.push(performance.now() - start);
  }
  return { ...percentiles(times), rows };
}

export function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toPrecision(3));
  return { p50: at(0.5), p95: at(0.95) };
}

/**
 * Among the first five: somebody with the very name (`name`), and the very person, of those whose name at most five persons
 * bear (`person`): of more, no search by name alone can tell which is meant.
 */
export async function recall(pool, answers) {
  const { rows } = await pool.query(
    `select asked.id, (select count(*)::int from matching.person_entry e where e.words @> own.words and cardinality(e.words) = cardinality(own.words)) as bearers
     from unnest($1::uuid[]) as asked (id) join matching.person_entry own on own.person_id = asked.id`, [answers.map(({ id }) => id)]);
  const bearers = new Map(rows.map(({ id, bearers: many }) => [id, many]));
  const share = (list, right) => (list.length === 0 ? null : Number((list.filter(right).length / list.length).toFixed(4)));
  const named = ({ names, name }) => names.includes(name);
  const found = ({ ids, id }) => ids.includes(`person_${id.replaceAll('-', '')}`);
  const rare = answers.filter(({ id }) => bearers.get(id) <= 5);
  const kinds = Map.groupBy(answers, ({ kind }) => kind);
  return {
    name: share(answers, named), person: share(rare, found), personOf: rare.length,
    kinds: Object.fromEntries([...kinds].map(([kind, list]) => [kind, share(list, named)])),
    missed: answers.filter((answer) => !named(answer)),
  };
}
