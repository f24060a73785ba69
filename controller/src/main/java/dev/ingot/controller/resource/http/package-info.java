/** The endpoint of resource matching. */
@NullMarked
package dev.ingot.controller.resource.http;

import org.jspecify.annotations.NullMarked;
