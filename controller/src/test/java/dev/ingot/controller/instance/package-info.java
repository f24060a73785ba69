/** Tests. */
@NullMarked
package dev.ingot.controller.instance;

import org.jspecify.annotations.NullMarked;
