import { copy } from './copy.mjs';
import { SLIPS } from './misspell.mjs';
import { REGIONS } from './names.mjs';
import { day, idsFrom, randomFrom } from './random.mjs';

const RARE_GIVEN = 2_000;
const RARE_FAMILY = 8_000;
/** Share of names that are of the common ones; what is left is composed, each of them rare. */
const COMMON = 0.85;
/** In 1,000 names, those that a clerk wrote otherwise than their bearers: most words of a registry are such. */
const SLIPS_IN_1000 = 15;
const HOUSEHOLDS_PER_COPY = 5_000;

/**
 * Made-up households as they stand in a registry of several regions, the same ones for the same seed, one after the other so
 * that millions take no memory. Names are as frequent as in life: a few are very common, most are rare (Zipf), and where
 * names are patronymics the family name is the father's given name.
 *
 * @returns yields `{ region, members: [{ givenName, familyName, sex, birthDate, role, phone }] }`; phone is null for most children
 */
export function* peopleFrom({ households, seed = 1 }) {
  const random = randomFrom(seed);
  const regions = REGIONS.map((region) => withPools(region, randomFrom(1_000)));
  const total = regions.reduce((sum, { weight }) => sum + weight, 0);
  for (let index = 0; index < households; index += 1) yield household(pickRegion(regions, random.below(total)), random);
}

function pickRegion(regions, at) {
  let left = at;
  for (const region of regions) if ((left -= region.weight) < 0) return region;
  return regions.at(-1);
}

function withPools(region, random) {
  const composed = (count) => Array.from({ length: count }, () => region.syllables.map((part) => random.pick(part)).join(''));
  const rare = { female: composed(RARE_GIVEN), male: composed(RARE_GIVEN), family: composed(RARE_FAMILY) };
  return {
    ...region,
    name: (kind, from) => {
      const name = zipf(from.below(1_000) < COMMON * 1_000 ? region[kind] : rare[kind], from);
      return from.below(1_000) < SLIPS_IN_1000 ? from.pick(Object.values(SLIPS))(name, from) : name;
    },
  };
}

/** The rank-th is drawn about 1 / (rank + 3) as often. */
function zipf(list, random) {
  const most = Math.log((list.length + 3) / 3);
  return list[Math.min(list.length - 1, Math.floor(3 * Math.exp((random.below(1_000_000) / 1_000_000) * most) - 3))];
}

function household(region, random) {
  const man = () => region.name('male', random);
  const familyOf = (father) => (region.patronymic ? father : region.name('family', random));
  const father = man();
  const family = familyOf(man());
  const headIsMan = random.below(3) > 0;
  const phone = () => `+${region.country}${2 + random.below(7)}${String(random.below(100_000_000)).padStart(8, '0')}`;
  const adult = (sex, givenName, familyName, role) => ({ givenName, familyName, sex, role, birthDate: day(3_650 + random.below(17_000)), phone: random.below(4) > 0 ? phone() : null });
  const members = [headIsMan ? adult('MALE', father, family, 'HEAD') : adult('FEMALE', region.name('female', random), family, 'HEAD')];
  if (headIsMan && random.below(5) > 0) members.push(adult('FEMALE', region.name('female', random), random.below(2) === 0 && !region.patronymic ? family : familyOf(man()), 'SPOUSE'));
  const children = random.below(6);
  for (let child = 0; child < children; child += 1) {
    const sex = random.pick(['FEMALE', 'MALE']);
    // A second given name is a part of the field, as registries have it.
    const second = random.below(6) === 0 ? ` ${region.name(sex === 'FEMALE' ? 'female' : 'male', random)}` : '';
    members.push({ givenName: region.name(sex === 'FEMALE' ? 'female' : 'male', random) + second, familyName: region.patronymic ? father : family, sex, role: 'CHILD', birthDate: day(24_000 + random.below(6_800)), phone: random.below(10) === 0 ? phone() : null });
  }
  return { region, members };
}

/**
 * Fills places' tables by COPY: households, persons, memberships, and phone numbers.
 *
 * @param options `persons` how many, `villages` ids of places to live in; `memberships` cost half of the time and are of no use to some benches
 */
export function seedPeople(client, { persons, ...options }) {
  return peopleSeeder(options).write(client, persons);
}

/** The same little by little: each `write(client, persons)` goes on where the last one ended; `skip(persons)` writes nothing. */
export function peopleSeeder({ villages, seed = 1, phones = false, memberships = true }) {
  const random = randomFrom(seed + 1);
  const newId = idsFrom(random, Date.UTC(2024, 0, 1), 1);
  const source = peopleFrom({ households: Infinity, seed });
  let number = 0;
  const write = async (client, persons) => {
    let [rows, written, households] = [noRows(), 0, 0];
    for (; written < persons; households += 1) {
      const { members } = source.next().value;
      const [id, placeId] = [newId(), random.pick(villages)];
      const taken = members.slice(0, persons - written).map((member) => ({ ...member, id: newId() }));
      rows.households.push([id, `H-${String((number += 1)).padStart(8, '0')}`, placeId, taken[0].id]);
      for (const member of taken) {
        rows.persons.push([member.id, member.givenName, member.familyName, member.sex, member.birthDate, placeId, id]);
        if (memberships) rows.memberships.push([newId(), member.id, id, member.role, '2024-01-01']);
        if (phones && member.phone) rows.phones.push([newId(), member.id, 'PHONE', member.phone]);
      }
      written += taken.length;
      if (rows.households.length < HOUSEHOLDS_PER_COPY) continue;
      if (client) await copyRows(client, rows);
      rows = noRows();
    }
    if (client) await copyRows(client, rows);
    return { households, persons: written };
  };
  return {
    write,
    async skip({ persons, households }) {
      await write(undefined, persons);
      number = households;
    },
  };
}

const noRows = () => ({ households: [], persons: [], memberships: [], phones: [] });

async function copyRows(client, rows) {
  // The key to the head is checked at the commit, so both fit into one transaction.
  await client.query('begin');
  await copy(client, 'people.household', ['id', 'code', 'place_id', 'head_id'], rows.households);
  await copy(client, 'people.person', ['id', 'given_name', 'family_name', 'sex', 'birth_date', 'place_id', 'household_id'], rows.persons);
  await copy(client, 'people.membership', ['id', 'person_id', 'household_id', 'role', 'valid_from'], rows.memberships);
  await copy(client, 'people.contact_point', ['id', 'person_id', 'kind', 'value'], rows.phones);
  await client.query('commit');
}
