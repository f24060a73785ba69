package dev.ingot.controller.app;

/** Spring event, published in the transaction that changed what should run of an app (started, stopped, scaled, new droplet, deleted). */
public record DesiredStateChanged(String appGuid) {}
