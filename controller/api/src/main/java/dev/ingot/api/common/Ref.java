package dev.ingot.api.common;

/** A resource named by its guid, where the API does not wrap it in `data`: `package`, `droplet`, `app`. */
public record Ref(String guid) {}
