export function yamlText(value: unknown, indent?: string): string;
