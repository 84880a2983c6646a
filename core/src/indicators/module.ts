import pkg from '../../package.json' with { type: 'json' };
import { definePermissions, defineRole } from '../kernel/access/permissions.js';
import { defineModule } from '../kernel/module/define-module.js';
import { ExportIndicator } from './export-indicator.js';
import { indicators as offered } from './indicator.js';
import { IndicatorQueries } from './indicator-queries.js';
import { ofPayments } from './of-payments.js';
import { ofProgrammes } from './of-programmes.js';
import { indicatorsSettings } from './settings.js';

const version = `^${pkg.version}`;

export const indicators = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'indicators', requires: { kernel: version, people: version, programmes: version, transactions: version, exchange: version } } },
  {
    description: 'What is measured of programmes, by place, sex, age and time: tables and charts',
    resolvers: [IndicatorQueries, ExportIndicator],
    permissions: definePermissions({ 'indicators.indicators.read': 'See what is measured of programmes' }),
    roles: [defineRole('monitoring-officer', 'Reads what is measured of programmes, and no person', ['indicators.indicators.read', 'programmes.programmes.read', 'programmes.enrolments.read', 'programmes.entitlements.read', 'transactions.instructions.read', 'kernel.files.read'])],
    settings: indicatorsSettings,
    offers: [offered],
    contributes: [...ofProgrammes, ...ofPayments],
    locales: new URL('../../locales/indicators/', import.meta.url),
  },
);
