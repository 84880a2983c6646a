import { conformance } from '@kinga/plugin-sdk/testing';
import { __module__ } from '../src/index.js';
import { registerSomebody } from './somebody.js';

conformance(__module__, {
  variables: async (platform) => {
    const person = await registerSomebody(platform);
    return {
      Record__Entity__: { input: { personId: person, date: '2026-02-02' } },
      __Entities__OfPerson: { person },
    };
  },
});
