package dev.ingot.controller.instance;

/**
 * UNCLAIMED (waits for a cell) → CLAIMED (a cell makes it) → RUNNING (first health check passed) → CRASHED (ended by itself; the row
 * waits for its next start) or STOPPING (told to end; the row goes when the cell says so).
 */
public enum InstanceState { UNCLAIMED, CLAIMED, RUNNING, CRASHED, STOPPING }
