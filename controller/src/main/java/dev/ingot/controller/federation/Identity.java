package dev.ingot.controller.federation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a provider says that logged in.
 *
 * @param subject who it is there, for ever
 * @param groups its groups there; null = the provider is not asked about groups
 */
public record Identity(String origin, String subject, String userName, @Nullable String email, @Nullable String givenName, @Nullable String familyName,
    @Nullable Set<String> groups) {}
