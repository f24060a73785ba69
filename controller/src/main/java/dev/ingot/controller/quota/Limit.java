package dev.ingot.controller.quota;

/** The limits of a quota that can be exceeded. */
public enum Limit {
  TOTAL_MEMORY, PROCESS_MEMORY, INSTANCES, UNLIMITED_LOG_RATE, LOG_RATE, TASKS, ROUTES, RESERVED_PORTS, SERVICE_INSTANCES, PAID_SERVICES, SERVICE_KEYS, DOMAINS
}
