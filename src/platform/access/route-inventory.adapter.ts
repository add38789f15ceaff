import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { routeAccess, type RouteAccess } from './access.decorators.js';

export interface Route {
  /** `BidsController.approve`, for people. */
  readonly handler: string;
  /** `GET`, `POST`, …, `ALL`. */
  readonly method: string;
  /** As the decorators spell it, with the controller's, without the prefix of the API. */
  readonly path: string;
  readonly access: RouteAccess;
}

/** Every route that these controllers declare, and who may use it: for the test that no route was forgotten. */
export function routesOf(controllers: readonly Type[]): readonly Route[] {
  return controllers.flatMap((controller) =>
    handlersOf(controller).map(({ name, handler, method }) => ({
      handler: `${controller.name}.${name}`,
      method: RequestMethod[method] ?? String(method),
      path: `/${[pathOf(controller), pathOf(handler)].filter((part) => part !== '' && part !== '/').join('/')}`,
      access: routeAccess(controller, handler),
    })),
  );
}

interface Handler {
  readonly name: string;
  readonly handler: object;
  readonly method: number;
}

/** Inherited handlers too: Nest serves them, so they count. */
function handlersOf(controller: Type): Handler[] {
  const found = new Map<string, Handler>();
  for (
    let place = controller.prototype as object | null;
    place && place !== Object.prototype;
    place = Object.getPrototypeOf(place) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(place)) {
      const handler: unknown = Object.getOwnPropertyDescriptor(place, name)?.value;
      if (typeof handler !== 'function' || found.has(name)) continue;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as number | undefined;
      if (method !== undefined) found.set(name, { name, handler, method });
    }
  }
  return [...found.values()];
}

function pathOf(place: object): string {
  const path = Reflect.getMetadata(PATH_METADATA, place) as string | readonly string[] | undefined;
  return typeof path === 'string' ? path : (path?.join('|') ?? '');
}
