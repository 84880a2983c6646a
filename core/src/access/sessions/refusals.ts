import { notFound } from '../../kernel/write/refusal.js';

export const sessionNotFound = notFound('SESSION_NOT_FOUND', 'There is no such session that lasts and that you may end.', 'List your own with `mySessions`.');
