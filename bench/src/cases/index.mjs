import { filtered } from './filtered.mjs';
import { insert } from './insert.mjs';
import { inserts } from './inserts.mjs';
import { person } from './person.mjs';
import { persons } from './persons.mjs';
import { twelveScalars } from './twelve-scalars.mjs';

/** In this order, so that what writes comes after what reads. */
export const cases = [person, persons, twelveScalars, filtered, insert, inserts];
