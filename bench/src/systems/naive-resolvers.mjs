import { Arg, Ctx, Field, FieldResolver, InputType, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Enrolment, Household, Person, Place, Programme } from './naive-entities.mjs';

/** `declare(Class, 'name', decorators, parameters)`: what TypeScript makes of decorators, since this file is plain JavaScript. */
function declare(target, name, decorators, parameters = []) {
  const isMethod = typeof target.prototype[name] === 'function';
  Reflect.defineMetadata('design:paramtypes', parameters.map(() => Object), target.prototype, name);
  Reflect.defineMetadata('design:type', isMethod ? Function : Object, target.prototype, name);
  parameters.forEach((decorate, index) => decorate(target.prototype, name, index));
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name);
  for (const decorate of decorators) decorate(target.prototype, name, descriptor);
}

class PersonPage {}
ObjectType()(PersonPage);
declare(PersonPage, 'totalCount', [Field(() => Int)]);
declare(PersonPage, 'hasNextPage', [Field(() => Boolean)]);
declare(PersonPage, 'endCursor', [Field(() => String, { nullable: true })]);
declare(PersonPage, 'nodes', [Field(() => [Person])]);

class NewPerson {}
InputType()(NewPerson);
for (const name of ['givenName', 'familyName', 'sex', 'birthDate', 'placeId']) declare(NewPerson, name, [Field(() => String)]);

class Queries {
  person(id, { em }) {
    return em.findOne(Person, { id });
  }

  persons(after, first, { em }) {
    return em.find(Person, { id: { $gt: after } }, { orderBy: { id: 'asc' }, limit: first });
  }

  enrolments(after, first, { em }) {
    return em.find(Enrolment, { id: { $gt: after } }, { orderBy: { id: 'asc' }, limit: first });
  }

  async personsNamed(familyName, first, { em }) {
    const [rows, totalCount] = await em.findAndCount(Person, { familyName }, { orderBy: { givenName: 'asc', id: 'asc' }, limit: first + 1 });
    const nodes = rows.slice(0, first);
    return { totalCount, nodes, hasNextPage: rows.length > first, endCursor: nodes.at(-1)?.id ?? null };
  }

  async register(persons, { em }) {
    const made = persons.map(({ placeId, ...person }) => em.create(Person, { ...person, place: em.getReference(Place, placeId), attributes: {} }));
    await em.flush();
    return made;
  }
}
Resolver()(Queries);
const id = Arg('id', () => String);
const after = Arg('after', () => String);
const first = Arg('first', () => Int);
declare(Queries, 'person', [Query(() => Person, { nullable: true })], [id, Ctx()]);
declare(Queries, 'persons', [Query(() => [Person])], [after, first, Ctx()]);
declare(Queries, 'enrolments', [Query(() => [Enrolment])], [after, first, Ctx()]);
declare(Queries, 'personsNamed', [Query(() => PersonPage)], [Arg('familyName', () => String), first, Ctx()]);
declare(Queries, 'register', [Mutation(() => [Person])], [Arg('persons', () => [NewPerson]), Ctx()]);

class PersonFields {
  household(person, { households }) {
    return person.household && households.load(person.household.id);
  }

  enrolments(person, { enrolmentsByPerson }) {
    return enrolmentsByPerson.load(person.id);
  }
}
Resolver(() => Person)(PersonFields);
declare(PersonFields, 'household', [FieldResolver(() => Household, { nullable: true })], [Root(), Ctx()]);
declare(PersonFields, 'enrolments', [FieldResolver(() => [Enrolment])], [Root(), Ctx()]);

class HouseholdFields {
  place(household, { places }) {
    return places.load(household.place.id);
  }
}
Resolver(() => Household)(HouseholdFields);
declare(HouseholdFields, 'place', [FieldResolver(() => Place)], [Root(), Ctx()]);

class EnrolmentFields {
  programme(enrolment, { programmes }) {
    return programmes.load(enrolment.programme.id);
  }
}
Resolver(() => Enrolment)(EnrolmentFields);
declare(EnrolmentFields, 'programme', [FieldResolver(() => Programme)], [Root(), Ctx()]);

export const naiveResolvers = [Queries, PersonFields, HouseholdFields, EnrolmentFields];
