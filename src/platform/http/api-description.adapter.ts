import type { INestApplication } from '@nestjs/common';

/** The OpenAPI description of the running application: made from its routes when first asked for. */
export class ApiDescription {
  private document: Promise<object> | null = null;
  private application: INestApplication | null = null;

  describes(application: INestApplication): void {
    this.application = application;
  }

  get(): Promise<object> {
    const { application } = this;
    if (application === null) throw new Error('the API description was asked for before the application stood');
    this.document ??= describe(application);
    return this.document;
  }
}

/** Loaded late: neither start nor any other route needs it. */
async function describe(application: INestApplication): Promise<object> {
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const head = new DocumentBuilder()
    .setTitle('Backfeed')
    .setDescription('Vehicle-to-grid trading engine. Errors are problem details (RFC 9457); `code` is stable.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(application, head);
}
