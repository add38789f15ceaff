import type { Provider, Type } from '@nestjs/common';
import { FleetQueries, type FleetQueriesDependencies } from './fleet-queries.service.js';
import { FrequencyIntake } from './frequency-intake.service.js';
import { FrequencyController } from './frequency.controller.js';
import { PreferencesService } from './preferences.service.js';
import { RegistryController } from './registry.controller.js';
import { Registry } from './registry.service.js';
import { SessionsController } from './sessions.controller.js';
import { TelemetryDesk } from './telemetry-desk.service.js';
import type { TelemetryIntake } from './telemetry-intake.service.js';
import { TelemetryController } from './telemetry.controller.js';

export const FLEET_CONTROLLERS: readonly Type[] = [
  TelemetryController,
  FrequencyController,
  SessionsController,
  RegistryController,
];

export interface FleetServices extends FleetQueriesDependencies {
  readonly telemetry: TelemetryIntake;
  readonly frequency: FrequencyIntake;
  readonly preferences: PreferencesService;
  readonly registry: Registry;
}

/** What the fleet's controllers ask for, over services that are built already. */
export const fleetProviders = (services: FleetServices): Provider[] => [
  { provide: TelemetryDesk, useValue: new TelemetryDesk({ intake: services.telemetry, clock: services.clock }) },
  { provide: FrequencyIntake, useValue: services.frequency },
  { provide: PreferencesService, useValue: services.preferences },
  { provide: Registry, useValue: services.registry },
  { provide: FleetQueries, useValue: new FleetQueries(services) },
];
