export type KafkaInstallation =
  { readonly classPath: string; readonly missing: null } | { readonly classPath: null; readonly missing: string };

export function kafkaInstallation(): Promise<KafkaInstallation>;
