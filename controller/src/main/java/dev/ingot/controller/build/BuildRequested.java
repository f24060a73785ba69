package dev.ingot.controller.build;

/** Spring event, published in the transaction that created a build in state STAGING without a cell. */
public record BuildRequested(String buildGuid) {}
