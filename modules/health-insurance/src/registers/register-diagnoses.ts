import {
  Arg, ArrayMaxSize, ArrayMinSize, Ctx, Field, IdempotentInput, InputType, LocalDate, MaxLength, MinLength, Mutation, refuse, Requires, Resolver, TakesMuch, ValidateNested, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { registerPeriod, registerTwice } from './refusals.js';
import { checkTwice, RegisteredPayload, type Written } from './registered.js';

@InputType({ description: 'A diagnosis.' })
export class DiagnosisInput {
  @Field(() => String, { description: 'Its code, such as that of ICD-10: what the register has under it is replaced.' })
  @MinLength(1)
  @MaxLength(20)
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(500)
  name!: string;

  @Field(() => LocalDate, { description: 'First day on which it may be named.' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it may no longer be.' })
  validTo?: string | null;
}

@InputType({ description: 'Diagnoses to register.' })
export class DiagnosesRegisterInput extends IdempotentInput {
  @Field(() => [DiagnosisInput], { description: 'The diagnoses, at most 2000.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  diagnoses!: DiagnosisInput[];
}

/** Registers diagnoses by their codes, set-wise. */
export async function writeDiagnoses(ctx: TxContext, diagnoses: readonly DiagnosisInput[], pathOf: (at: number) => string): Promise<Written> {
  checkTwice(diagnoses.map(({ code }) => code), (at, code) => registerTwice(`${pathOf(at)}code`, { code }));
  const late = diagnoses.flatMap(({ validFrom, validTo }, at) => (validTo && validTo <= validFrom ? [registerPeriod(`${pathOf(at)}validTo`)] : []));
  if (late.length > 0) refuse(...late);
  const { rows } = await ctx.tx.query<{ added: boolean }>(
    `insert into health_insurance.diagnosis as d (code, name, valid_from, valid_to)
     select code, name, "validFrom", "validTo" from jsonb_to_recordset($1) as g (code text, name text, "validFrom" date, "validTo" date) order by code
     on conflict (code) do update set (name, valid_from, valid_to) = (excluded.name, excluded.valid_from, excluded.valid_to)
     where (d.name, d.valid_from, d.valid_to) is distinct from (excluded.name, excluded.valid_from, excluded.valid_to)
     returning d.xmax = 0 as added`, [JSON.stringify(diagnoses)]);
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added, unchanged: diagnoses.length - rows.length };
}

@Resolver()
export class RegisterDiagnoses {
  @Mutation(() => RegisteredPayload, { description: 'Registers diagnoses by their codes: new ones are added, others replaced.' })
  @Requires('health-insurance.registers.manage')
  @TakesMuch()
  diagnosesRegister(@Arg('input', () => DiagnosesRegisterInput, { description: 'The diagnoses.' }) input: DiagnosesRegisterInput, @Ctx() ctx: Context): Promise<RegisteredPayload> {
    return write<RegisteredPayload, DiagnosesRegisterInput>(ctx, { operation: 'diagnosesRegister', input }, (tx, { diagnoses }) => writeDiagnoses(tx, diagnoses, (at) => `diagnoses.${at}.`));
  }
}
