import { definePermissions } from '../kernel/access/permissions.js';

export const privacyPermissions = definePermissions({
  'privacy.exports.read': 'See exports of everything that is held of a person',
  'privacy.exports.make': 'Have everything that is held of a person put together for that person',
  'privacy.pseudonyms.read': 'See pseudonyms of persons, which stand for them in what is given away',
  'privacy.corrections.read': 'See what persons hold to be wrong',
  'privacy.corrections.record': 'Record what a person holds to be wrong',
  'privacy.corrections.answer': 'Answer what a person holds to be wrong',
  'privacy.retention.read': 'See how long what is kept',
  'privacy.retention.manage': 'Say how long what is kept',
  'privacy.holds.read': 'See legal holds',
  'privacy.holds.manage': 'Place and lift legal holds',
  'privacy.erasures.read': 'See erasures and their lists',
  'privacy.erasures.propose': 'Propose erasures: who is due, or who asked for it',
  'privacy.erasures.decide': 'Approve and reject erasures that others proposed',
});
