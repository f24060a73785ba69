/** The filter that authenticates every request, and the token endpoints. */
@NullMarked
package dev.ingot.controller.auth.http;

import org.jspecify.annotations.NullMarked;
