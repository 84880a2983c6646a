import { expect, it } from 'vitest';
import { coreModules } from '../core-modules.js';
import { accessProblems, guardedFields } from './access-problems.js';
import { lunches } from './testing/lunches.js';
import { snacks } from './testing/snacks.js';

it('refuses root fields and added fields that do not say who may use them', () => {
  expect(accessProblems([lunches])).toEqual([
    expect.objectContaining({ code: 'NO_PERMISSION', message: 'Query.lunches of lunches (Lunches.lunches) does not say who may use it.' }),
    expect.objectContaining({ code: 'NO_PERMISSION', message: 'Person.lunch of lunches (Lunches.lunch) does not say who may use it.' }),
  ]);
});

it('finds nothing in core, and knows why what is open is open', () => {
  expect(accessProblems(coreModules)).toEqual([]);
  expect(guardedFields([lunches]).flatMap(({ coordinate, access }) => (access.public ? [[coordinate, access.public]] : []))).toEqual([['Query.menu', 'says nothing about anybody']]);
});

it('refuses a module that would widen what others may see, whichever way a field comes about', () => {
  const unguarded = accessProblems([snacks]).filter(({ code }) => code === 'NO_PERMISSION').map(({ message }) => message.split(' of snacks')[0]).sort();
  expect(unguarded).toEqual(['Mutation.snackEat', 'OrganisationPayload.leftovers', 'Person.crumbs', 'Person.snacks', 'Snack', 'Subscription.snackEaten']);
});
