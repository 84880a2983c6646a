import { trusted } from '../../../kernel/read/sql.js';
import type { RowScope } from '../../../kernel/schema/resource.js';
import { ofOrganisations } from '../../../people/organisations/scope.js';
import { byPlace } from '../../../people/scope.js';

/** A desk is of its place, and of who runs it. */
export const byDesk: RowScope = { ...byPlace('place'), organisations: ({ organisation }) => ofOrganisations(organisation ?? trusted('null')) };
