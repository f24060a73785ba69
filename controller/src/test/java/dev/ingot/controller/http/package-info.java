/** Tests of what all HTTP adapters share. */
@NullMarked
package dev.ingot.controller.http;

import org.jspecify.annotations.NullMarked;
