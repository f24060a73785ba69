/** `/v3/spaces`. */
@NullMarked
package dev.ingot.controller.space.http;

import org.jspecify.annotations.NullMarked;
