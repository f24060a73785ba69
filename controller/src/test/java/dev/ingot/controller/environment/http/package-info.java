/** Tests of environments' endpoints. */
@NullMarked
package dev.ingot.controller.environment.http;

import org.jspecify.annotations.NullMarked;
