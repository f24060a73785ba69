/** Tests. */
@NullMarked
package dev.ingot.controller.scheduler;

import org.jspecify.annotations.NullMarked;
