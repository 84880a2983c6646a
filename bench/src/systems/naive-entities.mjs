import { core, corePlan } from '../core.mjs';

/** Kinga's own classes: each is an entity and a GraphQL type already. */
export const { Person } = await core('people/persons/person.js');
export const { Place } = await core('people/places/place.js');
export const { Household } = await core('people/households/household.js');
export const { Enrolment } = await core('programmes/enrolments/enrolment.js');
export const { Programme } = await core('programmes/programme.js');

export const entities = (await corePlan()).modules.flatMap((module) => module.entities ?? []);
