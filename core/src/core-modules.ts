import { access } from './access/module.js';
import { changeRequests } from './change-requests/module.js';
import { calendars } from './calendars/module.js';
import { grievances } from './grievances/module.js';
import { indicators } from './indicators/module.js';
import { kernel } from './kernel/kernel-module.js';
import type { Module } from './kernel/module/define-module.js';
import { exchange } from './exchange/module.js';
import { matching } from './matching/module.js';
import { people } from './people/module.js';
import { privacy } from './privacy/module.js';
import { programmes } from './programmes/module.js';
import { surveys } from './surveys/module.js';
import { transactions } from './transactions/module.js';
import { webhooks } from './webhooks/module.js';

/** Core's own modules: written with the same contract as everybody's. */
export const coreModules: readonly Module[] = [kernel, access, calendars, people, changeRequests, matching, exchange, programmes, surveys, transactions, indicators, privacy, grievances, webhooks];
