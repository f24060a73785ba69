package dev.ingot.controller.droplet;

/** Spring event, published in the transaction that gave an app one more droplet that can run. */
public record DropletStaged(String appGuid) {}
