import {
  Arg, ask, Ctx, Field, GraphQLBoolean, IdempotentInput, InputType, inScope, LocalDate, Matches, Mutation, ObjectType, Payload, Person, Programme, publish, Ref, refuse,
  Requires, Resolver, sql, uuidv7, write, type Context,
} from '@kinga/plugin-sdk';
import { memberRegistered } from '../events.js';
import { schemeOf } from '../scheme-of.js';
import { ofMembership } from '../scope.js';
import { PensionMember } from './member.js';
import { memberNotFound, memberNumberTaken, memberTwice } from './refusals.js';
import { somePerson } from './some-person.js';

@InputType({ description: 'A member of a scheme.' })
export class PensionMemberRegisterInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Of which scheme.' })
  programmeId!: string;

  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Field(() => String, { description: 'Their number in the scheme: 1 to 40 capital letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Z0-9][A-Z0-9./-]{0,39}$/, { message: 'number must be 1 to 40 capital letters, digits, dots, slashes and dashes' })
  number!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  from?: string | null;

  @Field(() => GraphQLBoolean, { defaultValue: false, description: 'Whether another carrier takes the place of a part of the scheme, in all months. Where it does since a month, say so by `pensionMemberContractOut`.' })
  contractedOut!: boolean;
}

@InputType({ description: 'Whether another carrier takes the place of a part of the scheme, for a member.' })
export class PensionMemberContractOutInput extends IdempotentInput {
  @Ref(() => PensionMember, { description: 'Which member.' })
  memberId!: string;

  @Field(() => GraphQLBoolean, { description: 'Whether it does.' })
  contractedOut!: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'A day of the first month for which that holds, also one that has passed or is to come; the current month where left out.' })
  from?: string | null;
}

@ObjectType({ description: 'Answer of mutations about members.' })
export class PensionMemberPayload extends Payload {
  @Field(() => PensionMember, { nullable: true, description: 'The member.' })
  member?: { readonly id: string };
}

@Resolver()
export class RegisterMember {
  @Mutation(() => PensionMemberPayload, { description: 'Makes a person a member of a scheme, under a number by which employers declare them.' })
  @Requires('pensions.members.manage')
  pensionMemberRegister(@Arg('input', () => PensionMemberRegisterInput, { description: 'The member.' }) input: PensionMemberRegisterInput, @Ctx() ctx: Context): Promise<PensionMemberPayload> {
    const constraints = { member_once: memberTwice('personId'), member_number_key: memberNumberTaken('number') };
    return write<PensionMemberPayload, PensionMemberRegisterInput>(ctx, { operation: 'pensionMemberRegister', input, constraints }, async (tx, { programmeId, personId, number, from, contractedOut }) => {
      await schemeOf(tx, programmeId);
      await somePerson(tx, personId);
      const id = uuidv7();
      await tx.tx.query(
        'insert into pensions.member (id, programme_id, person_id, number, valid_from, contracted_out_in) values ($1, $2, $3, $4, $5, $6)', [id, programmeId, personId, number, from ?? tx.today, contractedOut ? '{(,)}' : '{}']);
      await publish(tx, memberRegistered, { id });
      return { member: { id } };
    });
  }

  @Mutation(() => PensionMemberPayload, { description: 'Says from which month on another carrier takes the place of a part of the scheme for a member, or no longer does. What is declared of a month is computed by what holds for it; what was accepted already waits for a correction.' })
  @Requires('pensions.members.manage')
  pensionMemberContractOut(@Arg('input', () => PensionMemberContractOutInput, { description: 'Which member, and whether.' }) input: PensionMemberContractOutInput, @Ctx() ctx: Context): Promise<PensionMemberPayload> {
    return write<PensionMemberPayload, PensionMemberContractOutInput>(ctx, { operation: 'pensionMemberContractOut', input }, async (tx, { memberId, contractedOut, from }) => {
      const since = sql`datemultirange(daterange(date_trunc('month', ${from ?? tx.today}::timestamp)::date, null))`;
      const { rowCount } = await ask(tx, sql`
        update pensions.member m set contracted_out_in = m.contracted_out_in ${contractedOut ? sql`+` : sql`-`} ${since} where m.id = ${memberId}::uuid and ${inScope(tx, ofMembership, { person: sql`m.person_id`, programme: sql`m.programme_id` })}`);
      if (!rowCount) refuse(memberNotFound('memberId'));
      return { member: { id: memberId } };
    });
  }
}
