import { definePermissions } from '../../kernel/access/permissions.js';

export const lifeEventPermissions = definePermissions({
  'people.life-events.read': 'See births, deaths, marriages, divorces and moves',
  'people.life-events.record': 'Record births, deaths, marriages, divorces and moves',
  'people.life-events.void': 'Void what was recorded wrongly of births, deaths, marriages, divorces and moves',
});
