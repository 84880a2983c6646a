import { GraphQLError } from 'graphql';

/** Faults of a request that asks for more than it may. */
function limitFault(status: number, code = 'LIMIT_EXCEEDED'): (limit: string, message: string, told?: Readonly<Record<string, unknown>>) => GraphQLError {
  return (limit, message, told = {}) => new GraphQLError(message, { extensions: { code, limit, ...told, http: { status } } });
}

const limitExceeded = limitFault(400);
const wrongInput = limitFault(400, 'BAD_USER_INPUT');
const bodyTooLarge = limitFault(413);

export const tooDeep = (allowed: number, found: number): GraphQLError => limitExceeded('depth', `This operation is ${found} levels deep; ${allowed} are allowed. Ask for what lies deeper by its id.`, { allowed, found });
export const tooManyAliases = (allowed: number, found: number): GraphQLError => limitExceeded('aliases', `This operation has ${found} aliases, fragments expanded; ${allowed} are allowed.`, { allowed, found });
export const tooManyDirectives = (allowed: number, found: number): GraphQLError => limitExceeded('directives', `This operation has ${found} directives, fragments expanded; ${allowed} are allowed.`, { allowed, found });
export const tooManyRootFields = (allowed: number, found: number): GraphQLError => limitExceeded('rootFields', `This operation asks for ${found} fields at its root; ${allowed} are allowed. Send several.`, { allowed, found });
export const tooManyFields = (allowed: number): GraphQLError => limitExceeded('fields', `This operation asks for more than ${allowed} fields, fragments expanded.`, { allowed });
export const tooManyTokens = (allowed: number): GraphQLError => limitExceeded('tokens', `This document has more than ${allowed} tokens.`, { allowed });
export const tooDeepValue = (allowed: number): GraphQLError => wrongInput('variablesDepth', `Lists and objects in variables and arguments may lie ${allowed} levels deep.`, { allowed });
export const tooCostly = (allowed: number, found: number): GraphQLError => limitExceeded('cost', `This operation costs ${found}; ${allowed} are allowed. Ask for smaller pages, or nest fewer of them; \`queryCost\` tells the cost beforehand.`, { allowed, found });
export const documentTooLarge = (allowed: number): GraphQLError => bodyTooLarge('documentBytes', `This document has more than ${allowed} bytes.`, { allowed });
export const requestTooLarge = (allowed: number): GraphQLError => bodyTooLarge('bodyBytes', `This request has more than ${allowed} bytes.`, { allowed });

/** A request that is no request of GraphQL over HTTP. */
export const unreadable = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
export const mutationByGet = (): GraphQLError => new GraphQLError('Mutations are sent by POST.', { extensions: { code: 'METHOD_NOT_ALLOWED', http: { status: 405, headers: new Map([['allow', 'POST']]) } } });

export const preflightRequired = (): GraphQLError => new GraphQLError('Queries by GET take the header apollo-require-preflight, so that pages of other sites cannot send them; or send a POST.', { extensions: { code: 'PREFLIGHT_REQUIRED', http: { status: 400 } } });

export const persistedQueriesOff = (): GraphQLError => new GraphQLError('Clients can\'t have documents kept here: send the text.', { extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', http: { status: 400 } } });
