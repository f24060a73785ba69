package dev.ingot.controller.route;

/** Spring event, published in the transaction that changed a route, a destination or a domain. */
public record RoutesChanged() {}
