/** Tests. */
@NullMarked
package dev.ingot.controller.staging;

import org.jspecify.annotations.NullMarked;
