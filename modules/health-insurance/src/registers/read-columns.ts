import { refuse, type CsvRecord, type Refusal } from '@kinga/plugin-sdk';
import { CareType, PatientAge, PatientSex, ServiceCategory, ServiceKind, ServicePackage } from './kinds.js';
import { registerColumn, registerFile } from './refusals.js';
import type { DiagnosisInput } from './register-diagnoses.js';
import type { HealthServiceInput } from './service-input.js';

type Check = (value: string) => boolean;

const text = (most: number): Check => (value) => value.length >= 1 && value.length <= most;
const oneOf = (values: object): Check => (value) => Object.values(values).includes(value);
const decimal: Check = (value) => /^\d{1,15}(\.\d{1,10})?$/.test(value);
const day: Check = (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
const count: Check = (value) => /^[1-9]\d{0,4}$/.test(value);

/** A column: its name in a file, what may stand there, and what is meant where it is empty; without that it may not be. */
type Column = readonly [field: string, column: string, check: Check, otherwise?: string | null];

const common = (codeLength: number): readonly Column[] => [
  ['code', 'code', text(codeLength)], ['name', 'name', text(500)], ['validFrom', 'valid_from', day], ['validTo', 'valid_to', day, null],
];
const services: readonly Column[] = [
  ...common(40), ['kind', 'kind', oneOf(ServiceKind), ServiceKind.SERVICE], ['category', 'category', oneOf(ServiceCategory), ServiceCategory.OTHER], ['care', 'care', oneOf(CareType), CareType.BOTH],
  ['unitPrice', 'unit_price', decimal], ['currency', 'currency', (value) => /^[A-Z]{3}$/.test(value)], ['patientSex', 'patient_sex', oneOf(PatientSex), null], ['patientAge', 'patient_age', oneOf(PatientAge), null],
  ['frequencyDays', 'frequency_days', count, null], ['mostQuantity', 'most_quantity', decimal, null],
];

/** The rows of a file, each column by its name in the first line. Every problem is told at once, up to a hundred. */
function read(records: readonly CsvRecord[], columns: readonly Column[]): readonly Record<string, string | null>[] {
  const [header, ...lines] = records;
  const at = new Map((header?.fields ?? []).map((name, index) => [name.trim().toLowerCase(), index]));
  const missing = columns.filter(([, column, , otherwise]) => otherwise === undefined && !at.has(column)).map(([, column]) => column);
  if (missing.length > 0) refuse(registerFile('file', { why: `the columns ${missing.join(', ')} are missing` }));
  if (lines.length === 0) refuse(registerFile('file', { why: 'it has no rows' }));
  const problems: Refusal[] = [];
  const rows = lines.map(({ line, fields }) => Object.fromEntries(columns.map(([field, column, check, otherwise]) => {
    const value = (fields[at.get(column) ?? -1] ?? '').trim();
    if (value === '' && otherwise !== undefined) return [field, otherwise];
    if (!check(value)) problems.push(registerColumn('file', { line, column }));
    return [field, value];
  })));
  if (problems.length > 0) refuse(...problems.slice(0, 100));
  return rows;
}

/** What rows of registers are in files. */
export const readColumns = {
  services: (records: readonly CsvRecord[]): readonly HealthServiceInput[] => read(records, services).map((row) => ({ ...row, package: ServicePackage.SIMPLE, parts: null }) as unknown as HealthServiceInput),
  diagnoses: (records: readonly CsvRecord[]): readonly DiagnosisInput[] => read(records, common(20)) as unknown as readonly DiagnosisInput[],
};
