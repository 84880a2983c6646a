import { IsOptional, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { EvidenceInput, takeEvidence } from '../../../kernel/files/evidence.js';
import { File } from '../../../kernel/files/file.js';
import { purposes } from '../../../kernel/privacy/purpose.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Public, Requires } from '../../../kernel/schema/permission.js';
import { Needs } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { checkPersons, insertDetails } from '../details.js';
import { consentRecorded } from '../events.js';
import { Person } from '../person.js';
import { dayInFuture, notGiven, purposeUnknown } from '../refusals.js';
import { Consent, ConsentDecision, LegalBasis } from './consent.js';

@InputType()
abstract class ConsentInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose data.' })
  personId!: string;

  @Field(() => String, { description: 'What the data is used for, one of `purposes`.' })
  purpose!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day; today where left out.' })
  on?: string | null;

  @Field(() => EvidenceInput, { nullable: true, description: 'What shows it.' })
  @IsOptional()
  @ValidateNested()
  evidence?: EvidenceInput | null;
}

@InputType({ description: "That a person's data may be used, and why." })
export class PersonConsentGiveInput extends ConsentInput {
  @Field(() => LegalBasis, { description: 'Why it may be used; CONSENT where the person agreed.' })
  legalBasis!: LegalBasis;
}

@InputType({ description: "That a person's data may no longer be used." })
export class PersonConsentWithdrawInput extends ConsentInput {}

@ObjectType({ description: "Answer of mutations about uses of a person's data." })
export class PersonConsentPayload extends Payload {
  @Field(() => Consent, { nullable: true, description: 'The decision.' })
  consent?: { readonly id: string };
}

async function record(tx: TxContext, { personId, purpose, on, evidence }: ConsentInput, decision: ConsentDecision, basis: (day: string) => Promise<LegalBasis> | LegalBasis): Promise<{ readonly id: string }> {
  const known = tx.platform.extensions(purposes);
  if (!known.has(purpose)) refuse(purposeUnknown('purpose', { purposes: [...known.keys()].join(', ') }));
  const day = on ?? tx.today;
  if (day > tx.today) refuse(dayInFuture('on', { day, today: tx.today }));
  await checkPersons(tx, [{ id: personId, path: 'personId' }]);
  const legalBasis = await basis(day);
  const { fileIds, source } = await takeEvidence(tx, evidence, 'evidence');
  const id = uuidv7();
  await insertDetails(tx, 'people.consent', [{ id, person_id: personId, purpose, decision, legal_basis: legalBasis, decided_on: day, source, file_ids: fileIds, recorded_by: tx.actor.id }]);
  await publish(tx, consentRecorded, { id, person: personId, purpose });
  return { id };
}

/** The ground on which data was used up to a day; refuses where there is none. */
async function groundOf(tx: TxContext, personId: string, purpose: string, day: string): Promise<LegalBasis> {
  const { rows } = await tx.tx.query<{ decision: ConsentDecision; legal_basis: LegalBasis }>(
    'select decision, legal_basis from people.consent where person_id = $1 and purpose = $2 and decided_on <= $3 order by decided_on desc, id desc limit 1', [personId, purpose, day],
  );
  const [last] = rows;
  return last?.decision === ConsentDecision.GIVEN ? last.legal_basis : refuse(notGiven('purpose'));
}

@Resolver()
export class RecordConsent {
  @Mutation(() => PersonConsentPayload, { description: "Records that a person's data may be used for a purpose, and on what ground." })
  @Requires('people.persons.register')
  personConsentGive(@Arg('input', () => PersonConsentGiveInput, { description: 'Whose data, what for, and why.' }) input: PersonConsentGiveInput, @Ctx() ctx: Context): Promise<PersonConsentPayload> {
    return write<PersonConsentPayload, PersonConsentGiveInput>(ctx, { operation: 'personConsentGive', input }, async (tx, given) =>
      ({ consent: await record(tx, given, ConsentDecision.GIVEN, () => given.legalBasis) }));
  }

  @Mutation(() => PersonConsentPayload, { description: "Records that a person's data may no longer be used for a purpose. What was given before stays on record." })
  @Requires('people.persons.register')
  personConsentWithdraw(@Arg('input', () => PersonConsentWithdrawInput, { description: 'Whose data, and what for.' }) input: PersonConsentWithdrawInput, @Ctx() ctx: Context): Promise<PersonConsentPayload> {
    return write<PersonConsentPayload, PersonConsentWithdrawInput>(ctx, { operation: 'personConsentWithdraw', input }, async (tx, given) =>
      ({ consent: await record(tx, given, ConsentDecision.WITHDRAWN, (day) => groundOf(tx, given.personId, given.purpose, day)) }));
  }
}

@Resolver(() => Consent)
export class ConsentFiles {
  @FieldResolver(() => [File], { description: 'Files that show it; null where you may not see one.', nullable: 'items' })
  @Public('files decide who may see them')
  @Needs('fileIds')
  files(@Root() { fileIds }: { readonly fileIds: readonly string[] }): readonly { readonly id: string }[] {
    return fileIds.map((id) => ({ id }));
  }
}
