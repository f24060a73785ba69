/** Tests. */
@NullMarked
package dev.ingot.controller.log;

import org.jspecify.annotations.NullMarked;
