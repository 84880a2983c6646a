import type { Context } from '../../kernel/context.js';
import { refuse } from '../../kernel/write/refusal.js';
import { OrganisationContactKind } from './contact.js';
import { organisationIdentifierTypes, organisationRoles } from './kinds.js';
import { contactInvalid, identifierInvalid, identifierTypeUnknown, roleUnknown } from './refusals.js';

/** Refuses a role that no module knows. */
export function readRole(ctx: Context, role: string, path: string): string {
  return ctx.platform.extensions(organisationRoles).has(role) ? role : refuse(roleUnknown(path, { role }));
}

/** A number in the one way in which its type is written; refuses what can't be one. */
export function readIdentifier(ctx: Context, type: string, value: string, path: string): string {
  const known = ctx.platform.extensions(organisationIdentifierTypes).get(type) ?? refuse(identifierTypeUnknown(`${path}type`));
  const normal = known.normalise(value);
  return known.isValid(normal) ? normal : refuse(identifierInvalid(`${path}value`, { type, example: known.example }));
}

/** E.164 allows 15 digits. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** A contact in the one way in which its kind is written; refuses what can't be one. */
export function readContact(kind: OrganisationContactKind, value: string, path: string): string {
  const text = value.trim();
  const read = (): string | undefined => {
    switch (kind) {
      case OrganisationContactKind.PHONE: {
        const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+');
        return PHONE.test(digits) ? digits : undefined;
      }
      case OrganisationContactKind.EMAIL:
        return EMAIL.test(text) ? text.replace(/@.*$/, (domain) => domain.toLowerCase()) : undefined;
      case OrganisationContactKind.WEBSITE:
        return /^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text : undefined;
      case OrganisationContactKind.POST:
      case OrganisationContactKind.PERSON:
        return text === '' ? undefined : text;
    }
  };
  return read() ?? refuse(contactInvalid(path, { kind }));
}
