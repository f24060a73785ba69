/** The way of a browser to another provider and back. */
@NullMarked
package dev.ingot.controller.federation.http;

import org.jspecify.annotations.NullMarked;
