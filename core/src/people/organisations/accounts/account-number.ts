import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Privacy } from '../../../kernel/privacy/classification.js';
import { Public, Requires } from '../../../kernel/schema/permission.js';
import { Connection, Needs } from '../../../kernel/schema/resource.js';
import { bytesOf, open, seal, type WithKeys } from '../../../kernel/secrets/secrets.js';
import { numberDigest } from '../../persons/accounts/account-number.js';
import { masked } from '../../persons/masked.js';
import { Organisation } from '../organisation.js';
import { OrganisationAccount } from './organisation-account.js';

const PURPOSE = 'people.organisation_account';

/** An account's number as its table keeps it. Digested as those of persons are: who shares an account with whom can be told. */
export function sealedOrganisationNumber(ctx: WithKeys, { id, institution }: { readonly id: string; readonly institution: string }, number: string): { readonly digest: Buffer; readonly sealed: Buffer } {
  return { digest: numberDigest(ctx, institution, number), sealed: seal(ctx, { purpose: PURPOSE, row: id }, number) };
}

/**
 * The whole number, for those who pay to it.
 *
 * @throws Error where it was changed, or its key is not among the deployment's
 */
export function openOrganisationNumber(ctx: WithKeys, { id, sealed }: { readonly id: string; readonly sealed: string | Buffer }): string {
  return open(ctx, { purpose: PURPOSE, row: id }, bytesOf(sealed));
}

@Resolver(() => OrganisationAccount)
export class OrganisationAccountNumber {
  @FieldResolver(() => String, { description: 'The number as whoever may read accounts sees it: its last three characters.' })
  @Public('shows what reading accounts is permission for')
  @Needs('id', 'sealed')
  masked(@Root() row: Pick<OrganisationAccount, 'id' | 'sealed'>, @Ctx() ctx: Context): string {
    return masked(openOrganisationNumber(ctx, row));
  }

  @FieldResolver(() => String, { nullable: true, description: 'The whole number, for whoever may see it.' })
  @Requires('people.organisation-accounts.clear')
  @Privacy({ sensitivity: 'sensitive' })
  @Needs('id', 'sealed')
  number(@Root() row: Pick<OrganisationAccount, 'id' | 'sealed'>, @Ctx() ctx: Context): string {
    return openOrganisationNumber(ctx, row);
  }
}

@Resolver(() => Organisation)
export class AccountsOfOrganisation {
  @Connection(() => OrganisationAccount, { mappedBy: 'organisation', permission: 'people.organisation-accounts.read', description: 'Where it is paid, and was.' })
  accounts!: unknown;
}
