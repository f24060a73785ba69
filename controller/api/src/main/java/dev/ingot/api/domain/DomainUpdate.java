package dev.ingot.api.domain;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;

/** Body of changing a domain: its metadata. */
public record DomainUpdate(@Nullable Metadata metadata) {}
