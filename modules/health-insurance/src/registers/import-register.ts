import { Arg, Ctx, Field, IdempotentInput, InputType, MaxLength, MinLength, Mutation, readCsv, refuse, registerEnumType, Requires, Resolver, TakesMuch, write, type Context } from '@kinga/plugin-sdk';
import { readColumns } from './read-columns.js';
import { registerFile } from './refusals.js';
import { RegisteredPayload } from './registered.js';
import { writeDiagnoses } from './register-diagnoses.js';
import { writeServices } from './write-services.js';

export enum HealthRegister {
  SERVICES = 'SERVICES',
  DIAGNOSES = 'DIAGNOSES',
}
registerEnumType(HealthRegister, {
  name: 'HealthRegister',
  description: 'A register that files fill.',
  valuesConfig: {
    SERVICES: { description: 'Services and items, with the columns code, name, kind, category, care, unit_price, currency, patient_sex, patient_age, frequency_days, most_quantity, valid_from and valid_to.' },
    DIAGNOSES: { description: 'Diagnoses, with the columns code, name, valid_from and valid_to.' },
  },
});

@InputType({ description: 'A file of a register.' })
export class HealthRegisterImportInput extends IdempotentInput {
  @Field(() => HealthRegister, { description: 'Which register.' })
  register!: HealthRegister;

  @Field(() => String, { description: 'The text of a CSV file (RFC 4180), whose last line is ended too. Its first line names the columns, in any order; those that may be empty may be left out.' })
  @MinLength(1)
  @MaxLength(5_000_000)
  file!: string;
}

@Resolver()
export class ImportRegister {
  @Mutation(() => RegisteredPayload, { description: 'Takes a register from a file, all of it or nothing: rows are found by their codes, new ones are added, others replaced. The path of a problem names the line of the file.' })
  @Requires('health-insurance.registers.manage')
  @TakesMuch(6_000_000)
  healthRegisterImport(@Arg('input', () => HealthRegisterImportInput, { description: 'The file.' }) input: HealthRegisterImportInput, @Ctx() ctx: Context): Promise<RegisteredPayload> {
    return write<RegisteredPayload, HealthRegisterImportInput>(ctx, { operation: 'healthRegisterImport', input }, (tx, { register, file }) => {
      const records = readCsv(file) ?? refuse(registerFile('file', { why: 'it is cut off' }));
      const pathOf = (at: number): string => `file.${records[at + 1]?.line}.`;
      return register === HealthRegister.SERVICES ? writeServices(tx, readColumns.services(records), pathOf) : writeDiagnoses(tx, readColumns.diagnoses(records), pathOf);
    });
  }
}
