package dev.ingot.api.buildpack;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Body of changing `/v3/buildpack_aliases`: what is not said stays, null removes. */
public record BuildpackAliasesUpdate(@Nullable Map<String, @Nullable Object> aliases) {}
