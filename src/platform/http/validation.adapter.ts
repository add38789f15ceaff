import { ValidationPipe } from '@nestjs/common';
import { fieldErrors, InvalidFields } from './field-errors.js';

/** Requests are held to their description: a field that does not belong is an error, so that a misspelt one is not lost. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    exceptionFactory: (findings) => new InvalidFields(fieldErrors(findings)),
  });
