import type { Provider, Type } from '@nestjs/common';
import { DashboardController } from './api/dashboard.controller.js';
import type { Dashboard } from './api/dashboard.js';
import { LiveStream } from './api/live-stream.adapter.js';
import { SectionFeed } from './api/section-feed.js';

export const DASHBOARD_CONTROLLERS: readonly Type[] = [DashboardController];

/** What the dashboard's controller asks for, over a dashboard that the projection runner keeps up to date. */
export function dashboardProviders(dashboard: Dashboard): Provider[] {
  const feed = new SectionFeed(dashboard);
  return [
    { provide: SectionFeed, useValue: feed },
    { provide: LiveStream, useValue: new LiveStream(feed) },
  ];
}
