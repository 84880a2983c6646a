import { Arg, Ctx, Mutation, Requires, Resolver, TakesMuch, write, type Context } from '@kinga/plugin-sdk';
import { RegisteredPayload } from './registered.js';
import { HealthServicesRegisterInput } from './service-input.js';
import { writeServices } from './write-services.js';

@Resolver()
export class RegisterServices {
  @Mutation(() => RegisteredPayload, { description: 'Registers services and items by their codes: new ones are added, others replaced. Claims that were valued before stay as they are.' })
  @Requires('health-insurance.registers.manage')
  @TakesMuch()
  healthServicesRegister(@Arg('input', () => HealthServicesRegisterInput, { description: 'The services.' }) input: HealthServicesRegisterInput, @Ctx() ctx: Context): Promise<RegisteredPayload> {
    return write<RegisteredPayload, HealthServicesRegisterInput>(ctx, { operation: 'healthServicesRegister', input }, (tx, { services }) => writeServices(tx, services, (at) => `services.${at}.`));
  }
}
