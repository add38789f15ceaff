export { Dashboard } from './api/dashboard.js';
export { SectionFeed, type ViewSource } from './api/section-feed.js';
export type { DashboardSource } from './api/dashboard-source.port.js';
export type * from './api/dashboard-view.js';
