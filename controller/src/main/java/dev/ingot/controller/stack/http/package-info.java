/** `/v3/stacks`, and the inside door that tells a stack's images. */
@NullMarked
package dev.ingot.controller.stack.http;

import org.jspecify.annotations.NullMarked;
