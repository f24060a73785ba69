/**
 * The typed client of the v3 API, for the CLI and the dashboard: blocking calls (made for virtual threads), tokens renewed by themselves,
 * errors as the same {@link dev.ingot.api.error.ApiException} the server threw.
 */
@NullMarked
package dev.ingot.api.client;

import org.jspecify.annotations.NullMarked;
