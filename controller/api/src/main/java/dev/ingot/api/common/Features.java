package dev.ingot.api.common;

import java.util.List;

/** All switches of one app or space. */
public record Features(List<Feature> resources) {}
