import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Requires } from '../kernel/schema/permission.js';
import { Connection } from '../kernel/schema/resource.js';
import { Payload } from '../kernel/write/user-error.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { ChangeRequest } from './change-request.js';

/** Every mutation may be put behind approval, so every payload can answer with a request. */
@Resolver(() => Payload)
export class PayloadChangeRequest {
  @FieldResolver(() => ChangeRequest, { nullable: true, description: 'Where the deployment puts this behind approval: the request that waits for it, in place of the answer.' })
  @Requires('change-requests.requests.read')
  changeRequest(@Root() payload: object): { readonly id: string } | null {
    return (payload as { readonly changeRequest?: { readonly id: string } | null }).changeRequest ?? null;
  }
}

@Resolver(() => Person)
export class PersonChangeRequests {
  @Connection(() => ChangeRequest, { mappedBy: 'person', permission: 'change-requests.requests.read', description: 'Changes to the person that wait, or waited, for approval.' })
  changeRequests!: unknown;
}

@Resolver(() => Household)
export class HouseholdChangeRequests {
  @Connection(() => ChangeRequest, { mappedBy: 'household', permission: 'change-requests.requests.read', description: 'Changes to the household that wait, or waited, for approval.' })
  changeRequests!: unknown;
}
