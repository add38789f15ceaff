import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** The page runs its own files and nothing else, in nobody's frame, and tells nobody where it was opened. */
export async function useSecurityHeaders(server: FastifyInstance): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NONE,
        scriptSrc: SELF,
        styleSrc: SELF,
        imgSrc: ["'self'", 'data:'],
        fontSrc: SELF,
        connectSrc: SELF,
        manifestSrc: SELF,
        baseUri: NONE,
        formAction: NONE,
        frameAncestors: NONE,
      },
    },
    // Whoever puts TLS before the engine speaks for the whole host name; on loopback there is none.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  // What a token unlocks is not for a cache to keep.
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (request.headers.authorization !== undefined && !reply.hasHeader('Cache-Control'))
      void reply.header('Cache-Control', 'no-store');
    done();
  });
}
