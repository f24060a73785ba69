/** Logging in at another OpenID Connect provider, by configuration. */
@NullMarked
package dev.ingot.controller.federation;

import org.jspecify.annotations.NullMarked;
