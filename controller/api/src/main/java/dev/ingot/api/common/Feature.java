package dev.ingot.api.common;

/** A switch of an app or a space: `ssh`. */
public record Feature(String name, String description, boolean enabled) {}
