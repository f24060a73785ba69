/** Tests. */
@NullMarked
package dev.ingot.controller.dispatch;

import org.jspecify.annotations.NullMarked;
