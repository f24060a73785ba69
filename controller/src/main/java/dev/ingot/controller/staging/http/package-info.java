/** Clearing the caches of builds. */
@NullMarked
package dev.ingot.controller.staging.http;

import org.jspecify.annotations.NullMarked;
