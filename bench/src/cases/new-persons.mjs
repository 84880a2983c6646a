import { randomFrom, day } from '../seed/random.mjs';

/** Persons to register: `batches` lists of `size`, each list in one place. */
export async function newPersons(pool, batches, size) {
  const { rows: places } = await pool.query("select id, code from people.place where level = 'village' order by id limit 200");
  const random = randomFrom(2);
  return Array.from({ length: batches }, () => {
    const place = random.pick(places);
    const persons = Array.from({ length: size }, () => ({
      givenName: `New${random.below(400)}`, familyName: `Comer${random.below(500)}`, sex: random.pick(['FEMALE', 'MALE']), birthDate: day(20_000 + random.below(10_000)),
    }));
    return { place, persons };
  });
}

export const kingaRegister = ({ place, persons }) => ({ input: { placeCode: place.code, persons } });
export const withPlace = ({ place, persons }) => persons.map((person) => ({ ...person, placeId: place.id }));
