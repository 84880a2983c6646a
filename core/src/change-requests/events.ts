import { defineEvent } from '../kernel/events/define-event.js';

interface Request {
  /** UUID of the request. */
  readonly id: string;
  /** The mutation that it holds. */
  readonly operation: string;
}

interface OfTask {
  /** UUID of the task. */
  readonly id: string;
  /** UUID of the change request that it is a step of. */
  readonly request: string;
}

/** A mutation was held back and waits for a decision. */
export const changeRequestMade = defineEvent<Request>('change-requests.request-made', 'A change was asked for and waits for approval');
/** What was asked for was approved and done. */
export const changeRequestApproved = defineEvent<Request>('change-requests.request-approved', 'A change request was approved and its change made');
export const changeRequestRejected = defineEvent<Request>('change-requests.request-rejected', 'A change request was rejected');
export const changeRequestWithdrawn = defineEvent<Request>('change-requests.request-withdrawn', 'A change request was withdrawn by its maker');

/** A step of a change request can be decided on from now on. */
export const taskOpened = defineEvent<OfTask>('change-requests.task-opened', 'Somebody has something to decide');
/** Said once of a task; from then on others may do it too, or nobody, as the policy says. */
export const taskOverdue = defineEvent<OfTask>('change-requests.task-overdue', 'A task was not done in time');
