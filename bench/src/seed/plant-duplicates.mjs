import { copy } from './copy.mjs';
import { respell, SLIPS } from './misspell.mjs';
import { idsFrom, randomFrom } from './random.mjs';

/** How often, in 100 second registrations, each thing goes wrong. Several may befall one of them. */
const IN_100 = {
  givenSlip: 15, givenRespelt: 10, familySlip: 12, familyRespelt: 8, swapped: 4, secondNameDropped: 40,
  birthDay: 8, birthMonth: 4, dayAndMonthSwapped: 3, birthYear: 3, birthMissing: 4, birthYearOnly: 3,
  sexWrong: 1, sexMissing: 2, phoneMissing: 25, phoneOther: 10, sameHousehold: 35, otherHousehold: 30, householdMoved: 25,
};

/**
 * Registers some persons a second time, as registries do: with slips, other spellings, names that changed places, wrong or
 * missing dates, other phones: in the same household, in another one of the village, with the whole household in another village,
 * or alone there.
 *
 * @returns how many; who is who is in the table `planted (one, other)`
 */
export async function plantDuplicates(client, { count, villages, seed = 7 }) {
  const random = randomFrom(seed);
  const newId = idsFrom(random, Date.UTC(2025, 0, 1), 1);
  const happens = (what) => random.below(100) < IN_100[what];
  const { rows } = await client.query(
    `select p.id, p.given_name as given, p.family_name as family, p.sex, p.birth_date::text as birth, p.place_id as place, p.household_id as household,
       (select c.value from people.contact_point c where c.person_id = p.id limit 1) as phone
     from people.person p where p.household_id in (select id from people.household order by md5(id::text) limit $1) order by md5(p.household_id::text), p.id`, [count],
  );
  const { rows: households } = await client.query('select place_id as place, array_agg(id) as ids from people.household group by place_id');
  const householdsOf = new Map(households.map(({ place, ids }) => [place, ids]));
  const moved = [];
  const persons = [];
  const memberships = [];
  const phones = [];
  const planted = [];
  for (const { row, home } of registeredAgain(rows, { random, villages, householdsOf, moved, newId })) {
    if (planted.length === count) break;
    const id = newId();
    const { given, family } = namesOf(row, random, happens);
    const birth = birthOf(row.birth, random, happens);
    const sex = happens('sexWrong') ? (row.sex === 'MALE' ? 'FEMALE' : 'MALE') : happens('sexMissing') ? 'UNKNOWN' : row.sex;
    persons.push([id, given, family, sex, birth?.date ?? null, birth?.precision ?? 'DAY', home.place, home.household]);
    if (home.household) memberships.push([newId(), id, home.household, 'OTHER_RELATIVE', '2025-01-01']);
    if (row.phone && !happens('phoneMissing')) phones.push([newId(), id, 'PHONE', happens('phoneOther') ? `${row.phone.slice(0, -6)}${String(random.below(1_000_000)).padStart(6, '0')}` : row.phone]);
    planted.push([row.id, id]);
  }
  await client.query('create table planted (one uuid, other uuid)');
  await copy(client, 'people.household', ['id', 'code', 'place_id'], moved);
  await copy(client, 'people.person', ['id', 'given_name', 'family_name', 'sex', 'birth_date', 'birth_precision', 'place_id', 'household_id'], persons);
  await copy(client, 'people.membership', ['id', 'person_id', 'household_id', 'role', 'valid_from'], memberships);
  await copy(client, 'people.contact_point', ['id', 'person_id', 'kind', 'value'], phones);
  await copy(client, 'planted', ['one', 'other'], planted);
  return planted.length;
}

/** One member of each household, or all of them where it was registered anew after a move. */
function* registeredAgain(rows, { random, villages, householdsOf, moved, newId }) {
  for (const members of Map.groupBy(rows, ({ household }) => household).values()) {
    const at = random.below(100);
    if (at < IN_100.householdMoved / 2.5) {
      const home = { place: random.pick(villages), household: newId() };
      moved.push([home.household, `M-${moved.length}`, home.place]);
      for (const row of members) yield { row, home };
      continue;
    }
    const row = random.pick(members);
    yield { row, home: homeOf(row, { random, villages, householdsOf }) };
  }
}

function homeOf({ place, household }, { random, villages, householdsOf }) {
  const at = random.below(100 - IN_100.householdMoved);
  if (at < IN_100.sameHousehold) return { place, household };
  const there = at < IN_100.sameHousehold + IN_100.otherHousehold ? place : random.pick(villages);
  return { place: there, household: random.pick(householdsOf.get(there) ?? [null]) };
}

function namesOf(row, random, happens) {
  let { given, family } = row;
  if (given?.includes(' ') && happens('secondNameDropped')) given = given.split(' ')[0];
  if (given && happens('givenSlip')) given = slip(given, random);
  if (given && happens('givenRespelt')) given = respell(given, random) ?? given;
  if (happens('familySlip')) family = slip(family, random);
  if (happens('familyRespelt')) family = respell(family, random) ?? family;
  return given && happens('swapped') ? { given: family, family: given } : { given, family };
}

/** A slip in one of a name's words. */
function slip(name, random) {
  const words = name.split(' ');
  const at = random.below(words.length);
  if (words[at].length < 3) return name;
  words[at] = random.pick(Object.values(SLIPS))(words[at], random);
  return words.join(' ');
}

function birthOf(birth, random, happens) {
  if (!birth || happens('birthMissing')) return undefined;
  let [year, month, day] = birth.split('-').map(Number);
  if (happens('birthYearOnly')) return { date: `${year}-01-01`, precision: 'YEAR' };
  if (happens('birthDay')) day = 1 + random.below(28);
  else if (happens('birthMonth')) [month, day] = [1 + random.below(12), Math.min(day, 28)];
  else if (happens('dayAndMonthSwapped') && day <= 12) [month, day] = [day, month];
  else if (happens('birthYear')) [year, day] = [year + random.pick([-1, 1]), Math.min(day, 28)];
  const two = (number) => String(number).padStart(2, '0');
  return { date: `${year}-${two(month)}-${two(day)}`, precision: 'DAY' };
}
