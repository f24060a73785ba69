package dev.ingot.controller.instance;

/** Spring event, published in the transaction that changed rows of the instances table. */
public record InstancesChanged() {}
