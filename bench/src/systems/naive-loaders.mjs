import DataLoader from 'dataloader';
import { Enrolment, Household, Place, Programme } from './naive-entities.mjs';

/** One loader for each relation, made for each request. */
export function loadersOf(em) {
  const byId = (entity) => new DataLoader(async (ids) => {
    const found = new Map((await em.find(entity, { id: { $in: [...ids] } })).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
  return {
    households: byId(Household),
    places: byId(Place),
    programmes: byId(Programme),
    enrolmentsByPerson: new DataLoader(async (ids) => {
      const rows = await em.find(Enrolment, { person: { $in: [...ids] } }, { orderBy: { id: 'asc' } });
      const groups = Map.groupBy(rows, (row) => row.person.id);
      return ids.map((id) => groups.get(id) ?? []);
    }),
  };
}
