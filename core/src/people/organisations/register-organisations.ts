import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { findPlaces } from '../places/find-place.js';
import { organisationsRegistered } from './events.js';
import { findParents } from './hold-organisation.js';
import { OrganisationRegisterInput, type OrganisationFields } from './organisation-input.js';
import { OrganisationPayload } from './payload.js';
import { readContact, readIdentifier, readRole } from './read-parts.js';
import { contactAlready, identifierTaken, organisationCodeTaken, organisationParentNeeded, organisationPlaceNeeded, roleAlready, worksThereAlready } from './refusals.js';

/** An organisation to write, and where it stands in the input, for refusals. */
export interface OrganisationToRegister {
  readonly organisation: Omit<OrganisationFields, 'idempotencyKey'>;
  readonly path: string;
}

/**
 * Writes organisations with all that belongs to them, with one statement for each table however many there are.
 *
 * @returns their UUIDs, in the order given
 */
export async function registerOrganisations(ctx: TxContext, given: readonly OrganisationToRegister[]): Promise<readonly string[]> {
  const homeless = given.filter(({ organisation: { placeCode } }) => !placeCode && ctx.actor.places !== null);
  if (homeless.length > 0) refuse(...homeless.map(({ path }) => organisationPlaceNeeded(`${path}placeCode`)));
  const outside = given.filter(({ organisation: { parentCode } }) => !parentCode && ctx.actor.organisations !== null);
  if (outside.length > 0) refuse(...outside.map(({ path }) => organisationParentNeeded(`${path}parentCode`)));
  const parents = await findParents(ctx, given.flatMap(({ organisation: { parentCode }, path }) => (parentCode ? [{ code: parentCode, path: `${path}parentCode` }] : [])));
  const places = await findPlaces(ctx, given.flatMap(({ organisation: { placeCode, worksInCodes }, path }) => [
    ...(placeCode ? [{ code: placeCode, path: `${path}placeCode` }] : []),
    ...(worksInCodes ?? []).map((code, index) => ({ code, path: `${path}worksInCodes.${index}` })),
  ]));
  const rows = given.map(({ organisation, path }) => ({ ...organisation, path, id: uuidv7(), since: dayOf(ctx, organisation.openedOn, `${path}openedOn`) }));
  await insert(ctx, 'organisation', 'code text, name text, parent_id uuid, place_id uuid, attributes jsonb', rows.map(({ id, code, name, parentCode, placeCode, attributes }) => (
    { id, code, name, parent_id: parentCode ? parents.get(parentCode) : null, place_id: placeCode ? places.get(placeCode) : null, attributes: attributes ?? {} })));
  const parts = <P, R extends object>(of: (row: (typeof rows)[number]) => readonly P[] | null | undefined, read: (part: P, row: (typeof rows)[number], index: number) => R): object[] =>
    rows.flatMap((row) => (of(row) ?? []).map((part, index) => ({ id: uuidv7(), organisation_id: row.id, ...read(part, row, index) })));
  const PART = 'organisation_id uuid, valid_from date';
  await insert(ctx, 'organisation_period', PART, rows.map(({ id, since }) => ({ id: uuidv7(), organisation_id: id, valid_from: since })));
  await insert(ctx, 'organisation_role', `${PART}, role text`, parts((row) => row.roles, ({ role, from }, { path, since }, index) => (
    { role: readRole(ctx, role, `${path}roles.${index}.role`), valid_from: from ?? since })));
  await insert(ctx, 'organisation_identifier', `${PART}, type text, value text, issuer text`, parts((row) => row.identifiers, ({ type, value, issuer, from }, { path, since }, index) => (
    { type, value: readIdentifier(ctx, type, value, `${path}identifiers.${index}.`), issuer, valid_from: from ?? since })));
  await insert(ctx, 'organisation_contact', `${PART}, kind text, value text, label text`, parts((row) => row.contacts, ({ kind, value, label, from }, { path, since }, index) => (
    { kind, value: readContact(kind, value, `${path}contacts.${index}.value`), label, valid_from: from ?? since })));
  await insert(ctx, 'organisation_place', `${PART}, place_id uuid`, parts((row) => row.worksInCodes, (code, { since }) => ({ place_id: places.get(code), valid_from: since })));
  const ids = rows.map(({ id }) => id);
  await publish(ctx, organisationsRegistered, { ids });
  return ids;
}

/** @param columns names and types beside the id; the caller's own text */
async function insert(ctx: TxContext, table: string, columns: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.split(', ').map((column) => column.split(' ')[0]).join(', ');
  await ctx.tx.query(`insert into people.${table} (id, ${names}) select id, ${names} from jsonb_to_recordset($1) as t(id uuid, ${columns})`, [JSON.stringify(rows)]);
}

@Resolver()
export class RegisterOrganisation {
  @Mutation(() => OrganisationPayload, { description: 'Registers an organisation with its roles, numbers, contacts and places. It is open from then on.' })
  @Requires('people.organisations.manage')
  organisationRegister(@Arg('input', () => OrganisationRegisterInput, { description: 'The organisation.' }) input: OrganisationRegisterInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    const constraints = {
      organisation_code_key: organisationCodeTaken('code'), organisation_identifier_one_holder: identifierTaken('identifiers'), organisation_role_once: roleAlready('roles'),
      organisation_contact_once: contactAlready('contacts'), organisation_place_once: worksThereAlready('worksInCodes'),
    };
    return write<OrganisationPayload, OrganisationRegisterInput>(ctx, { operation: 'organisationRegister', input, constraints }, async (tx, organisation) => {
      const [id = ''] = await registerOrganisations(tx, [{ organisation, path: '' }]);
      return { organisation: { id } };
    });
  }
}
