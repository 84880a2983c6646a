import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { findPlaces } from '../../places/find-place.js';
import { EndInput, lastDay } from '../detail-inputs.js';
import { checkPersons, insertDetails, lockDetail } from '../details.js';
import { addressAdded, addressEnded } from '../events.js';
import { Person } from '../person.js';
import { detailNotFound, endsBeforeStart } from '../refusals.js';
import { Address } from './address.js';
import { AddressInput } from './address-input.js';

@InputType({ description: 'An address to record.' })
export class PersonAddressAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose.' })
  personId!: string;

  @Field(() => AddressInput, { description: 'The address.' })
  @ValidateNested()
  address!: AddressInput;
}

@InputType({ description: 'An address that no longer holds.' })
export class PersonAddressEndInput extends EndInput {
  @Ref(() => Address, { description: 'Which address.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about addresses.' })
export class PersonAddressPayload extends Payload {
  @Field(() => Address, { nullable: true, description: 'The address as it is now.' })
  address?: { readonly id: string };
}

@Resolver()
export class ChangeAddresses {
  @Mutation(() => PersonAddressPayload, { description: 'Records an address of a person. Where the person lives in the administrative tree is not changed by it.' })
  @Requires('people.persons.register')
  personAddressAdd(@Arg('input', () => PersonAddressAddInput, { description: 'Whose, and which.' }) input: PersonAddressAddInput, @Ctx() ctx: Context): Promise<PersonAddressPayload> {
    return write<PersonAddressPayload, PersonAddressAddInput>(ctx, { operation: 'personAddressAdd', input }, async (tx, { personId, address }) => {
      const { kind, lines, locality = null, postalCode = null, country = null, placeCode, validFrom = null, validTo = null } = address;
      if (validFrom && validTo && validTo <= validFrom) refuse(endsBeforeStart('address.validTo', { from: validFrom, to: validTo }));
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      const places = placeCode ? await findPlaces(tx, [{ code: placeCode, path: 'address.placeCode' }]) : undefined;
      const id = uuidv7();
      await insertDetails(tx, 'people.address', [{
        id, person_id: personId, kind, lines, locality, postal_code: postalCode, country, place_id: places?.get(placeCode ?? '') ?? null, valid_from: validFrom, valid_to: validTo,
      }]);
      await publish(tx, addressAdded, { id, person: personId });
      return { address: { id } };
    });
  }

  @Mutation(() => PersonAddressPayload, { description: 'Says that an address no longer holds.' })
  @Requires('people.persons.register')
  personAddressEnd(@Arg('input', () => PersonAddressEndInput, { description: 'Which, and from when.' }) input: PersonAddressEndInput, @Ctx() ctx: Context): Promise<PersonAddressPayload> {
    return write<PersonAddressPayload, PersonAddressEndInput>(ctx, { operation: 'personAddressEnd', input }, async (tx, given) => {
      const address = await lockDetail(tx, 'people.address', given, detailNotFound);
      await tx.tx.query('update people.address set valid_to = $2 where id = $1', [address.id, lastDay(tx, address, given.on)]);
      await publish(tx, addressEnded, { id: address.id, person: address.person_id });
      return { address: { id: address.id } };
    });
  }
}
