import { z } from 'zod';

const count = (most: number): z.ZodDefault<z.ZodNumber> => z.number().int().min(1).default(most);

const rate = (capacity: number, perSecond: number): z.ZodPrefault<z.ZodObject<{ capacity: z.ZodDefault<z.ZodNumber>; perSecond: z.ZodDefault<z.ZodNumber> }>> =>
  z.strictObject({ capacity: z.number().positive().default(capacity), perSecond: z.number().positive().default(perSecond) }).prefault({});

/** How much one request may ask for, and how long it may take. Counted over the expanded document. */
export const limitsSchema = z.strictObject({
  /** Levels of fields, leaves included. Introspection has its own. */
  depth: count(8),
  /** Aliases. */
  aliases: count(15),
  /** Uses of directives. */
  directives: count(20),
  /** Lexical tokens of the document. */
  tokens: count(1_500),
  /** Bytes of the document. */
  documentBytes: count(20_000),
  /** Bytes of a request's body; mutations that take more say so. */
  bodyBytes: count(100_000),
  /** Fields of the operation itself. */
  rootFields: count(20),
  /** Fields at all. */
  fields: count(2_000),
  /** Cost of an operation, in rows. */
  cost: count(20_000),
  /** Levels of lists and objects in the variables, and in arguments written out. */
  variablesDepth: count(25),
  /** Errors that are told. */
  errors: count(10),
  /** Wrong variables that are told. */
  coercionErrors: count(5),
  /** Milliseconds that a request may take. */
  requestMs: count(15_000),
  /** Milliseconds within which its headers must be there. */
  headersMs: count(10_000),
  /** Milliseconds for which a connection may stand still while something is sent or received. */
  stalledMs: count(60_000),
  /** Milliseconds that one statement of a request may take. */
  statementMs: count(5_000),
  /** Milliseconds that one statement of a job may take. */
  jobStatementMs: count(3_600_000),
  /** What one principal may ask for in time, in cost: a bucket that holds so much and fills so fast. */
  principalRate: rate(200_000, 10_000),
  /** The same for one address, behind which may sit many. */
  addressRate: rate(1_000_000, 50_000),
  /** Operations that a process answers at once: so many always, so many at most, and fewer once they take so many times longer. */
  atOnce: z.strictObject({ fewest: count(4), most: count(200), slower: z.number().min(1).default(3) }).prefault({}),
  /** Subscriptions of one principal at one process, and of all. */
  subscriptions: count(10),
  allSubscriptions: count(500),
  /** Files that a process sends and receives at once. */
  fileTransfers: count(100),
  /** Milliseconds after which a subscription that has nothing to tell is asked again whether its reader may still read it. */
  subscriptionCheckMs: count(10_000),
  /** Tries to get in by one address, at `/auth`; those that are right and can be told from others are not counted. */
  signInRate: rate(600, 5),
  /** Wrong secrets for one account from one address, and from all. */
  guessRate: rate(10, 1 / 60),
  guessRateOfAll: rate(200, 1 / 3),
});

export type Limits = z.output<typeof limitsSchema>;
/** What a deployment sets of them. */
export type LimitSettings = z.input<typeof limitsSchema>;

export const defaultLimits: Limits = limitsSchema.parse({});
