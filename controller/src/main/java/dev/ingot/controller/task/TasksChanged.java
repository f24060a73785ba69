package dev.ingot.controller.task;

/** Spring event, published in the transaction that made a task or asked for its end. */
public record TasksChanged() {}
