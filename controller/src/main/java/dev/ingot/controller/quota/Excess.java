package dev.ingot.controller.quota;

/** A limit that would be exceeded, and whose it is. */
record Excess(QuotaHolder holder, Limit limit) {}
