import type { Tx } from './write/transaction.js';
import type { Actor } from './access/actor.js';
import type { Platform } from './platform.js';
import type { Seen } from './database/replicas/position.js';
import type { ReadSession } from './read/session.js';
import type { Trace } from './telemetry/trace.js';

/** What every function is given first: who acts, on what day, in which language, on which platform. */
export interface Context {
  readonly platform: Platform;
  readonly actor: Actor;
  /** The day on which this happens, `YYYY-MM-DD`, in the deployment's time zone. */
  readonly today: string;
  /** BCP 47 language of texts for the caller. */
  readonly locale: string;
  /** What persons' data is asked for or written for: one of the registered purposes. */
  readonly purpose: string;
  /** Masks everything that can be masked, whatever the actor may see: for what leaves the platform. */
  readonly masksAll?: boolean;
  /** Who approved what is done now, where it waited for that. */
  readonly approvedBy?: string;
  /** What is read is given away for this purpose, which rests on consent: whoever may not be told of is left out. */
  readonly sharedFor?: string;
  /** Names this request in logs and errors. */
  readonly requestId: string;
  /** What logs, metrics and spans are told of this request; nothing of what nobody sent, such as jobs. */
  readonly trace?: Trace;
  /** What is being done where it is no mutation: the job, or the handler of an event. */
  readonly operation?: string;
  /** Where it was asked from; nowhere where the platform does it by itself. */
  readonly address?: string;
  /** What the client has seen, where a replica may answer its queries. */
  readonly seen?: Seen;
  /** Planned reads and their batching; lives as long as the request. */
  readonly reads: ReadSession;
  /** The transaction in which this happens, where there is one. */
  readonly tx?: Tx;
}
