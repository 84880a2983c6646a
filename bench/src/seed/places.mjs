import { copy } from './copy.mjs';

const LEVELS = ['country', 'region', 'district', 'village'];
const CHILDREN = [10, 10, 20];

/** One country of 10 regions of 10 districts of 20 villages. Gives the villages' ids. */
export async function seedPlaces(client, newId) {
  const rows = [];
  const villages = [];
  let number = 0;
  const lay = (parent, depth, code) => {
    const place = { id: newId(), number: (number += 1), code };
    const row = [place.id, code, `${LEVELS[depth]} ${code}`, LEVELS[depth], parent?.id ?? null, depth, place.number, 0];
    rows.push(row);
    if (depth === CHILDREN.length) villages.push(place.id);
    for (let child = 0; child < (CHILDREN[depth] ?? 0); child += 1) lay(place, depth + 1, `${code}${String(child).padStart(2, '0')}`);
    row[7] = number;
  };
  lay(undefined, 0, 'KY');
  await copy(client, 'people.place', ['id', 'code', 'name', 'level', 'parent_id', 'depth', 'number', 'last_number'], rows);
  return villages;
}
