import { defineEvent } from '../kernel/events/define-event.js';

interface Request {
  /** UUID of the request. */
  readonly id: string;
  /** The mutation that it holds. */
  readonly operation: string;
}

/** A mutation was held back and waits for a decision. */
export const changeRequestMade = defineEvent<Request>('change-requests.request-made', 'A change was asked for and waits for approval');
/** What was asked for was approved and done. */
export const changeRequestApproved = defineEvent<Request>('change-requests.request-approved', 'A change request was approved and its change made');
export const changeRequestRejected = defineEvent<Request>('change-requests.request-rejected', 'A change request was rejected');
export const changeRequestWithdrawn = defineEvent<Request>('change-requests.request-withdrawn', 'A change request was withdrawn by its maker');
