package dev.ingot.controller.packages;

/** Spring event, published in the transaction that gave an app one more package with bits. */
record PackageReady(String appGuid) {}
