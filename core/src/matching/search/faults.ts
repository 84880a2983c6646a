import { GraphQLError } from 'graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';

/** A search that cannot be answered, in the caller's language; `extensions.reason` says which, `extensions.hint` what to do. */
function searchFault(reason: string, message: string, hint: string): (ctx: Context) => GraphQLError {
  return ({ platform: { texts }, locale }) => {
    const { extensions } = badInput('');
    return new GraphQLError(texts.of(locale, reason) ?? message, { extensions: { ...extensions, reason, hint: texts.of(locale, `${reason}.hint`) ?? hint } });
  };
}

export const searchTooShort = searchFault('SEARCH_TOO_SHORT', 'There is too little in this text to search by.', 'Give two letters of a name, four digits of a phone number, or a number of a document or household.');
export const searchTooLong = searchFault('SEARCH_TOO_LONG', 'This text is too long to search by.', 'Give at most 200 characters: a name, a phone number, a number of a document or household.');
