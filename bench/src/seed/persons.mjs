import { copy } from './copy.mjs';
import { day } from './random.mjs';

const FAMILY_NAMES = 500;
const GIVEN_NAMES = 400;
const ROLES = ['HEAD', 'SPOUSE', 'CHILD', 'CHILD'];

/** Households of four, with who belongs to them. Gives the persons as `{ id, placeId }`. */
export async function seedPersons(client, { households, villages, random, newId, first = 0 }) {
  const heads = [];
  const persons = [];
  const memberships = [];
  const householdRows = [];
  for (let index = 0; index < households; index += 1) {
    const household = newId();
    const placeId = random.pick(villages);
    const family = `Family${String(random.below(FAMILY_NAMES)).padStart(3, '0')}`;
    const members = ROLES.map((role) => {
      const id = newId();
      const birth = day((role === 'CHILD' ? 25_000 : 5_000) + random.below(5_500));
      const dead = random.below(50) === 0 ? '2025-06-30' : null;
      memberships.push([newId(), id, household, role, '2024-01-01']);
      return [id, `Given${random.below(GIVEN_NAMES)}`, family, random.pick(['FEMALE', 'MALE']), birth, dead, placeId, household];
    });
    persons.push(...members);
    heads.push(members[0][0]);
    householdRows.push([household, `H-${String(first + index).padStart(7, '0')}`, placeId, members[0][0]]);
  }
  // The key to the head is checked at the commit, so both fit into one transaction.
  await client.query('begin');
  await copy(client, 'people.household', ['id', 'code', 'place_id', 'head_id'], householdRows);
  await copy(client, 'people.person', ['id', 'given_name', 'family_name', 'sex', 'birth_date', 'death_date', 'place_id', 'household_id'], persons);
  await copy(client, 'people.membership', ['id', 'person_id', 'household_id', 'role', 'valid_from'], memberships);
  await client.query('commit');
  return persons.map((row) => ({ id: row[0], placeId: row[6] }));
}
