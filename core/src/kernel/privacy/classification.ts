import type { Class } from '../module/define-module.js';
import type { Sql } from '../read/sql.js';
import type { Columns } from '../schema/resource.js';

/**
 * How much a value may harm the person whom it is about, from `public` (everybody may know it) by `internal` (about the
 * administration's own work) and `personal` (about somebody) to `sensitive`: health, functioning, national numbers, account
 * numbers and what else a law protects specially.
 */
export const SENSITIVITIES = ['public', 'internal', 'personal', 'sensitive'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** What a value is and what it is kept for. */
export interface Classification {
  readonly sensitivity: Sensitivity;
  /** One of the registered purposes. */
  readonly purpose: string;
}

/** What `@Privacy` says of one field; what it leaves out is as the resource says. */
export interface FieldPrivacy extends Partial<Classification> {
  /** Name of the masked category that it belongs to: masked but for those who may see that. The field must be nullable. */
  readonly category?: string;
  /** The property of the row that says whether it is masked, where some rows hold what is special and others do not; always where left out. */
  readonly when?: string;
  /** How its column keeps it, where that is not as it is: sealed (AES-256-GCM), or as a keyed digest (HMAC) by which it is found. */
  readonly stored?: 'sealed' | 'digest';
}

/** The property that holds a person or a household, `id` where it is the row itself; or SQL for it, where the row belongs to another that says it. */
export type SubjectPart = string | ((columns: Columns) => Sql);

/** Whom a row is about. Both where a row is about one or the other. */
export interface Subject {
  readonly person?: SubjectPart;
  readonly household?: SubjectPart;
}

/** What `@Resource` says of all its fields that say nothing of their own. */
export interface ResourcePrivacy extends Classification {
  /** Whom the row is about; left out where it is about nobody. */
  readonly subject?: Subject;
}

const fields = new Map<Class, Map<string, FieldPrivacy>>();

/** Says of one field or column what its resource says otherwise of all of them. */
export function Privacy(of: FieldPrivacy): PropertyDecorator & MethodDecorator {
  return (prototype: object, name: string | symbol): void => {
    const target = prototype.constructor as unknown as Class;
    const byName = fields.get(target) ?? new Map<string, FieldPrivacy>();
    fields.set(target, byName.set(String(name), Object.freeze(of)));
  };
}

/** What `@Privacy` says of a member of a class, its ancestors' included. */
export function fieldPrivacy(target: Class, member: string): FieldPrivacy | undefined {
  for (let current: Class | null = target; current?.name; current = Object.getPrototypeOf(current) as Class | null) {
    const found = fields.get(current)?.get(member);
    if (found) return found;
  }
  return undefined;
}
