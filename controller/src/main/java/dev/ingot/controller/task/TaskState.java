package dev.ingot.controller.task;

/**
 * PENDING (waits for a cell, or for the cell to take it) → RUNNING (its cell makes it or runs it) → SUCCEEDED (ended with status 0) or
 * FAILED; PENDING or RUNNING → CANCELING (told to end) → FAILED, or SUCCEEDED when it was faster.
 */
public enum TaskState {
  PENDING, RUNNING, CANCELING, SUCCEEDED, FAILED;

  public boolean ended() {
    return this == SUCCEEDED || this == FAILED;
  }
}
