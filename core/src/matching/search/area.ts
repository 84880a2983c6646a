import type { Area } from '../../people/area.js';
import { PersonSearch } from './person-search.js';

export const search: Area = {
  resolvers: [PersonSearch],
};
